import type { TreeEnsemble } from './tree-ensemble.ts';

/** What the splits of an ensemble ask about one slot: each threshold once, ascending. */
export interface SlotComparisons {
  readonly slot: number;
  readonly thresholds: Float32Array;
  /** By threshold: whether missing cells go left at some split with it; whether they go right at some. */
  readonly sendsLeft: readonly boolean[];
  readonly sendsRight: readonly boolean[];
}

/** The different comparisons of all splits, by slot in ascending order. `slots[node]` is the place of its feature in a row. */
export function findComparisons(
  { leftChild, threshold, defaultLeft }: TreeEnsemble,
  slots: Int32Array,
): SlotComparisons[] {
  const bySlot = new Map<number, { left: Set<number>; right: Set<number> }>();
  for (let node = 0; node < leftChild.length; node++) {
    if (leftChild[node] < 0) continue;
    let known = bySlot.get(slots[node]);
    if (known === undefined) bySlot.set(slots[node], (known = { left: new Set(), right: new Set() }));
    (defaultLeft[node] === 1 ? known.left : known.right).add(threshold[node]);
  }
  const ordered = [...bySlot].sort(([one], [other]) => one - other);
  return ordered.map(([slot, { left, right }]) => {
    const thresholds = Float32Array.from(new Set([...left, ...right])).sort();
    const all = Array.from(thresholds);
    return { slot, thresholds, sendsLeft: all.map((at) => left.has(at)), sendsRight: all.map((at) => right.has(at)) };
  });
}
