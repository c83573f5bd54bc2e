import { defined } from '../../../util/defined.ts';
import { MemoryPlan, type Region } from '../../wasm/layout.ts';
import type { SlotComparisons } from '../comparisons.ts';
import { COLUMN_BYTES, GROUP_ROWS, PLANE_BYTES, treeBytes } from './bit-module.ts';

/** This many thresholds of a column are compared one by one; among more, each cell's place is searched. */
const MOST_COMPARED = 16;

/** A column that splits look at. Addresses are in bytes. */
export interface BitColumn {
  readonly slot: number;
  readonly thresholds: Float32Array;
  /** Where the thresholds stand, and half the length of their table if they are searched, else 0. */
  readonly table: number;
  readonly half: number;
  /** The first of its planes, one for each threshold. */
  readonly planes: number;
  /** The plane of its missing cells; undefined if they go left at all splits. */
  readonly missing: number | undefined;
}

/** Where everything lies. */
export interface BitLayout {
  readonly depth: number;
  /** The plane of no row: what pads a tree asks nothing. */
  readonly noRow: number;
  readonly columns: readonly BitColumn[];
  /** Sources, missing cells and targets: what stands at `moves`. Up to `copiesEnd` the target is a plane of its own. */
  readonly planeMoves: Int32Array;
  readonly moves: Region;
  readonly copiesEnd: number;
  /** The planes of missing cells. */
  readonly missing: Region;
  readonly leaves: Region;
  readonly trees: Region;
  readonly cells: Region;
  readonly sums: Region;
  readonly end: number;
  /** The plane of a split; `threshold` must be one of the column's. */
  readonly planeOf: (slot: number, threshold: number, isMissingLeft: boolean) => number;
}

export interface BitSizes {
  readonly depth: number;
  readonly treeCount: number;
  readonly slotCount: number;
  readonly outputCount: number;
}

/** Finds a place for everything that the comparisons and trees of an ensemble need, from the address `start` on. */
export function layOutBits(comparisons: readonly SlotComparisons[], sizes: BitSizes, start = 0): BitLayout {
  const plan = new MemoryPlan(start + PLANE_BYTES);
  const take: Take = (bytes) => plan.take({ bytes, alignment: PLANE_BYTES });
  const missingPlanes = comparisons.map(({ sendsRight }) =>
    sendsRight.includes(true) ? take(PLANE_BYTES).start : undefined,
  );
  const missing = { start: start + PLANE_BYTES, end: plan.end };
  const columns = comparisons.map(({ slot, thresholds }, at): BitColumn => {
    const { length } = thresholds;
    const half = length > MOST_COMPARED ? 2 ** Math.floor(Math.log2(length)) * 4 : 0;
    const table = take(half > 0 ? half * 2 : length * 4).start;
    // Before the planes there is one for the cells that are below all thresholds.
    const planes = take((length + 1) * PLANE_BYTES).start + PLANE_BYTES;
    return { slot, thresholds, table, half, planes, missing: missingPlanes[at] };
  });
  const { copies, changes, targets } = planMoves(comparisons, columns, take);
  const planeMoves = Int32Array.from([...copies, ...changes]);
  const moves = take(planeMoves.byteLength);
  const leaves = take(GROUP_ROWS);
  const trees = take(sizes.treeCount * treeBytes(sizes.depth));
  const cells = take(sizes.slotCount * COLUMN_BYTES);
  const sums = take(sizes.outputCount * COLUMN_BYTES);
  const copiesEnd = moves.start + copies.length * 4;
  const regions = { moves, missing, leaves, trees, cells, sums };
  return {
    depth: sizes.depth,
    noRow: start,
    columns,
    planeMoves,
    copiesEnd,
    ...regions,
    end: plan.end,
    planeOf: planeFinder(columns, targets),
  };
}

type Take = (bytes: number) => Region;

/** Planes of splits at which missing cells go right: changed in place, unless other splits need the plane as it is. */
function planMoves(comparisons: readonly SlotComparisons[], columns: readonly BitColumn[], take: Take) {
  const copies: number[] = [];
  const changes: number[] = [];
  const targets = new Map<number, number>();
  for (const [at, { missing, planes }] of columns.entries()) {
    if (missing === undefined) continue;
    const { sendsLeft, sendsRight } = comparisons[at];
    for (let threshold = 0; threshold < sendsRight.length; threshold++) {
      if (!sendsRight[threshold]) continue;
      const source = planes + threshold * PLANE_BYTES;
      const target = sendsLeft[threshold] ? take(PLANE_BYTES).start : source;
      (target === source ? changes : copies).push(source, missing, target);
      targets.set(source, target);
    }
  }
  return { copies, changes, targets };
}

function planeFinder(columns: readonly BitColumn[], targets: ReadonlyMap<number, number>): BitLayout['planeOf'] {
  const bySlot = new Map(
    columns.map(({ slot, thresholds, planes }) => {
      const places = Array.from(thresholds, (threshold, at): [number, number] => [
        threshold,
        planes + at * PLANE_BYTES,
      ]);
      return [slot, new Map(places)];
    }),
  );
  return (slot, threshold, isMissingLeft) => {
    const plane = defined(bySlot.get(slot)?.get(threshold));
    return isMissingLeft ? plane : defined(targets.get(plane));
  };
}
