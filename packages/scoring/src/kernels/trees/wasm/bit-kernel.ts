import { KernelRoom } from '../../wasm/kernel-room.ts';
import { type MemoryViews, viewOf } from '../../wasm/memory-views.ts';
import { findComparisons } from '../comparisons.ts';
import type { TreeEnsemble } from '../tree-ensemble.ts';
import { type BitColumn, type BitLayout, layOutBits } from './bit-layout.ts';
import { bitModule, COLUMN_BYTES, GROUP_ROWS, MAX_DEPTH, PLANE_BYTES, treeBytes } from './bit-module.ts';

/** Ensembles beyond this many bytes are walked. */
const MAX_BYTES = 2 ** 30;

type BitFunction = (...addresses: number[]) => void;
type BitFunctions = Readonly<Record<'compare' | 'search' | 'findMissing' | 'spread' | 'sumTrees', BitFunction>>;

/** What the kernel is made of: `slots[node]` is the place of the node's feature in a row. */
interface Parts {
  readonly slots: Int32Array;
  readonly leafValue: Float32Array;
}

/** One ensemble, for groups of rows that are answered together (`bit-module.ts`). */
export class BitKernel {
  /** Fill in cells here, a slot after the other, GROUP_ROWS each, then call `sumGroup`. */
  readonly cells: Float32Array;
  /** Sums of the rows, an output after the other, GROUP_ROWS each: set where they start; read the result. */
  readonly sums: Float32Array;
  readonly #layout: BitLayout;
  readonly #room: KernelRoom<BitFunctions>;
  /** Missing planes hold what an earlier group left there. */
  #isMissingStale = false;
  readonly #bytes: Uint8Array;

  /**
   * `slots[node]` is the place of the node's feature in a row; `leafValue` may be weighted already. Undefined where walking
   * is quicker or the only way: few or deep trees, splits by category, leaves that are vectors, no kernel in this engine.
   */
  static create(
    ensemble: TreeEnsemble,
    slots: Int32Array,
    slotCount: number,
    leafValue: Float32Array,
  ): BitKernel | undefined {
    const { categories, leafVectors, treeDepths } = ensemble;
    if (categories !== undefined || leafVectors !== undefined) return undefined;
    const depth = treeDepths.reduce((most, next) => Math.max(most, next), 0);
    if (depth < 1 || depth > MAX_DEPTH) return undefined;
    const { treeCount, outputCount } = ensemble;
    const comparisons = findComparisons(ensemble, slots);
    const sizes = { depth, treeCount, slotCount, outputCount };
    const layout = layOutBits(comparisons, sizes);
    if (layout.end > MAX_BYTES || !isQuicker(ensemble, layout)) return undefined;
    const module = { name: `bits of depth ${depth}`, generate: () => bitModule(depth), isSpare: true };
    const room = KernelRoom.open<BitFunctions>(module, layout.end);
    if (room === undefined) return undefined;
    const placed = room.start === 0 ? layout : layOutBits(comparisons, sizes, room.start);
    return new BitKernel(room, ensemble, placed, { slots, leafValue });
  }

  private constructor(room: KernelRoom<BitFunctions>, ensemble: TreeEnsemble, layout: BitLayout, parts: Parts) {
    const { views } = room;
    this.#room = room;
    this.#layout = layout;
    this.#bytes = views.bytes;
    this.cells = viewOf(views.floats, layout.cells);
    this.sums = viewOf(views.floats, layout.sums);
    writeTables(views, layout);
    writeTrees(views, ensemble, layout, parts);
  }

  /** Adds the first `endTree` trees to the sums of all rows of the group; those of rows that were not filled in are without meaning. */
  sumGroup(endTree: number, hasMissing: boolean): void {
    const { trees, depth, sums, leaves } = this.#layout;
    this.#compare();
    this.#placeMissing(hasMissing);
    this.#room.functions.sumTrees(trees.start, trees.start + endTree * treeBytes(depth), sums.start, leaves.start);
  }

  #compare(): void {
    const { columns, cells } = this.#layout;
    for (const { slot, thresholds, table, half, planes } of columns) {
      const column = cells.start + slot * COLUMN_BYTES;
      const { length } = thresholds;
      if (half > 0) this.#room.functions.search(column, table, half, planes, planes + length * PLANE_BYTES);
      else this.#room.functions.compare(column, table, table + length * 4, planes);
    }
  }

  #placeMissing(hasMissing: boolean): void {
    const { columns, cells, missing, moves, copiesEnd } = this.#layout;
    if (hasMissing) {
      for (const { slot, missing: plane } of columns) {
        if (plane !== undefined) this.#room.functions.findMissing(cells.start + slot * COLUMN_BYTES, plane);
      }
    } else if (this.#isMissingStale) this.#bytes.fill(0, missing.start, missing.end);
    this.#isMissingStale = hasMissing;
    this.#room.functions.spread(moves.start, hasMissing ? moves.end : copiesEnd);
  }
}

/** Whether a row costs less this way: instructions for each tree and column, roughly, against seven for each step of a walk. */
function isQuicker({ treeCount, treeDepths }: TreeEnsemble, { depth, columns }: BitLayout): boolean {
  const walked = treeDepths.reduce((sum, steps) => sum + steps, 0) * 7;
  // For a group: loads of 2^d planes by address, 2^d choices of four instructions, the transposition. For a row: its leaf.
  const tree = (6 * 2 ** depth + 80) / GROUP_ROWS + 6;
  const column = ({ thresholds: { length }, half }: BitColumn) =>
    half === 0 ? length : 6 * Math.log2(half) + length / 20;
  return columns.reduce((sum, next) => sum + column(next), treeCount * tree) < walked;
}

function writeTables({ words, floats }: MemoryViews, { columns, moves, planeMoves }: BitLayout): void {
  for (const { thresholds, table, half } of columns) {
    floats.fill(Number.NaN, table / 4, (table + half * 2) / 4);
    floats.set(thresholds, table / 4);
  }
  words.set(planeMoves, moves.start / 4);
}

/** Trees are filled up to the same depth: below a leaf all splits ask nothing, and its value stands where they lead. */
function writeTrees(
  { words, floats }: MemoryViews,
  ensemble: TreeEnsemble,
  { depth, trees, noRow, planeOf }: BitLayout,
  { slots, leafValue }: Parts,
): void {
  const { leftChild, rightChild, threshold, defaultLeft, treeStarts, treeOutputs } = ensemble;
  const splits = 2 ** depth - 1;
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const start = (trees.start + tree * treeBytes(depth)) / 4;
    words[start] = treeOutputs[tree] * COLUMN_BYTES;
    const order = [treeStarts[tree]];
    for (let at = 0; at < splits; at++) {
      const node = order[at];
      const isLeaf = leftChild[node] < 0;
      words[start + 1 + at] = isLeaf ? noRow : planeOf(slots[node], threshold[node], defaultLeft[node] === 1);
      order.push(isLeaf ? node : leftChild[node], isLeaf ? node : rightChild[node]);
    }
    floats.set(
      Array.from(order.slice(splits), (leaf) => leafValue[leaf]),
      start + 1 + splits,
    );
  }
}
