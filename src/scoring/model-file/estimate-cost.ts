/**
 * What a row costs a booster at most, in words: one comparison a level a tree. A comparison takes about 1.5 ns when many
 * rows are scored at once and their nodes stay in the processor's cache.
 */
export function estimateCost(treeCount: number, maxDepth: number): string {
  const comparisons = treeCount * maxDepth;
  const microseconds = (comparisons * 1.5) / 1000;
  return `at most ${comparisons} comparisons a row, about ${microseconds < 10 ? microseconds.toFixed(1) : Math.round(microseconds)} µs`;
}
