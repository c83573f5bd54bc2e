import { defined } from './defined.ts';

/**
 * The word that `word` may be a misspelling of: at most two letters added, left out, changed or swapped with a
 * neighbour (Damerau and Levenshtein's distance of neighbours) and at most a third of its letters, or the one that
 * continues where `word` ends, or the other way round. Undefined if none is near.
 */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const near = words
    .map((known) => ({ known, distance: distanceOf(word, known) }))
    .filter(({ known, distance }) => distance <= Math.min(2, Math.floor(known.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0]?.known;
  return near ?? words.find((known) => known.startsWith(`${word}_`) || word.startsWith(`${known}_`));
}

/** Words that differ by more than a few letters in length cannot be near: they are not compared. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  const table: number[][] = [];
  for (let row = 0; row <= a.length; row++) {
    const distances: number[] = [];
    table.push(distances);
    for (let at = 0; at <= b.length; at++)
      distances.push(row * at === 0 ? row + at : nextDistance(a, b, { table, at }));
  }
  return defined(table[a.length]?.[b.length]);
}

/** Of the first letters of both, up to the table's last row and to `at`. */
function nextDistance(a: string, b: string, { table, at }: { table: readonly number[][]; at: number }): number {
  const row = table.length - 1;
  const before = (up: number, left: number) => table[row - up]?.[at - left] ?? Infinity;
  const isEqual = a[row - 1] === b[at - 1];
  const plain = Math.min(before(1, 0) + 1, before(0, 1) + 1, before(1, 1) + (isEqual ? 0 : 1));
  const isSwapped = a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
  return isSwapped ? Math.min(plain, before(2, 2) + 1) : plain;
}
