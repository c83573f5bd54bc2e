import { webAssembly } from '../../math/wasm/web-assembly.ts';
import { findComparisons } from '../comparisons.ts';
import type { TreeEnsemble } from '../tree-ensemble.ts';
import { type BitColumn, type BitLayout, layOutBits } from './bit-layout.ts';
import { bitModule, COLUMN_BYTES, GROUP_ROWS, MAX_DEPTH, PLANE_BYTES, treeBytes } from './bit-module.ts';

/** Ensembles beyond this many bytes are walked. */
const MAX_BYTES = 2 ** 30;

const PAGE_BYTES = 65_536;

type BitFunction = (...addresses: number[]) => void;
type BitFunctions = Readonly<Record<'compare' | 'search' | 'findMissing' | 'spread' | 'sumTrees', BitFunction>>;

/** Modules by depth. */
const compiled = new Map<number, object>();

/** One ensemble, for groups of rows that are answered together (`bit-module.ts`). */
export class BitKernel {
  /** Fill in cells here, a slot after the other, GROUP_ROWS each, then call `sumGroup`. */
  readonly cells: Float32Array;
  /** Sums of the rows, an output after the other, GROUP_ROWS each: set where they start; read the result. */
  readonly sums: Float32Array;
  readonly #layout: BitLayout;
  readonly #functions: BitFunctions;
  /** Missing planes hold what an earlier group left there. */
  #isMissingStale = false;
  readonly #bytes: Uint8Array;

  /**
   * `slots[node]` is the place of the node's feature in a row; `leafValue` may be weighted already. Undefined where walking
   * is quicker or the only way: few or deep trees, splits by category, leaves that are vectors, no vectors in this engine.
   */
  static create(
    ensemble: TreeEnsemble,
    slots: Int32Array,
    slotCount: number,
    leafValue: Float32Array,
  ): BitKernel | undefined {
    const { categories, leafVectors, treeDepths } = ensemble;
    if (webAssembly === undefined || categories !== undefined || leafVectors !== undefined) return undefined;
    const depth = treeDepths.reduce((most, next) => Math.max(most, next), 0);
    if (depth < 1 || depth > MAX_DEPTH) return undefined;
    const { treeCount, outputCount } = ensemble;
    const layout = layOutBits(findComparisons(ensemble, slots), { depth, treeCount, slotCount, outputCount });
    if (layout.end > MAX_BYTES || !isQuicker(ensemble, layout)) return undefined;
    try {
      return new BitKernel(ensemble, layout, slots, leafValue);
    } catch {
      // No vectors in this engine, or no addresses left for another memory.
      return undefined;
    }
  }

  private constructor(ensemble: TreeEnsemble, layout: BitLayout, slots: Int32Array, leafValue: Float32Array) {
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    const memory = new wasm.Memory({ initial: Math.ceil(layout.end / PAGE_BYTES) });
    const { depth } = layout;
    const module = compiled.get(depth) ?? new wasm.Module(bitModule(depth));
    compiled.set(depth, module);
    this.#functions = new wasm.Instance(module, { kernel: { memory } }).exports as BitFunctions;
    this.#layout = layout;
    this.#bytes = new Uint8Array(memory.buffer);
    this.cells = new Float32Array(memory.buffer, layout.cells, (layout.sums - layout.cells) / 4);
    this.sums = new Float32Array(memory.buffer, layout.sums, ensemble.outputCount * GROUP_ROWS);
    writeTables(memory.buffer, layout);
    writeTrees(memory.buffer, ensemble, layout, { slots, leafValue });
  }

  /** Adds the first `endTree` trees to the sums of all rows of the group; those of rows that were not filled in are without meaning. */
  sumGroup(endTree: number, hasMissing: boolean): void {
    const { trees, depth, sums, leaves } = this.#layout;
    this.#compare();
    this.#placeMissing(hasMissing);
    this.#functions.sumTrees(trees, trees + endTree * treeBytes(depth), sums, leaves);
  }

  #compare(): void {
    const { columns, cells } = this.#layout;
    for (const { slot, thresholds, table, half, planes } of columns) {
      const column = cells + slot * COLUMN_BYTES;
      const { length } = thresholds;
      if (half > 0) this.#functions.search(column, table, half, planes, planes + length * PLANE_BYTES);
      else this.#functions.compare(column, table, table + length * 4, planes);
    }
  }

  #placeMissing(hasMissing: boolean): void {
    const { columns, cells, missing, missingEnd, moves, movesStart, copiesEnd } = this.#layout;
    if (hasMissing) {
      for (const { slot, missing: plane } of columns) {
        if (plane !== undefined) this.#functions.findMissing(cells + slot * COLUMN_BYTES, plane);
      }
    } else if (this.#isMissingStale) this.#bytes.fill(0, missing, missingEnd);
    this.#isMissingStale = hasMissing;
    this.#functions.spread(movesStart, hasMissing ? movesStart + moves.byteLength : copiesEnd);
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

function writeTables(buffer: ArrayBuffer, { columns, moves, movesStart }: BitLayout): void {
  const floats = new Float32Array(buffer);
  for (const { thresholds, table, half } of columns) {
    floats.fill(Number.NaN, table / 4, (table + half * 2) / 4);
    floats.set(thresholds, table / 4);
  }
  new Int32Array(buffer).set(moves, movesStart / 4);
}

/** Trees are filled up to the same depth: below a leaf all splits ask nothing, and its value stands where they lead. */
function writeTrees(
  buffer: ArrayBuffer,
  ensemble: TreeEnsemble,
  { depth, trees, planeOf }: BitLayout,
  { slots, leafValue }: { slots: Int32Array; leafValue: Float32Array },
): void {
  const words = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  const { leftChild, rightChild, threshold, defaultLeft, treeStarts, treeOutputs } = ensemble;
  const splits = 2 ** depth - 1;
  for (let tree = 0; tree < ensemble.treeCount; tree++) {
    const start = (trees + tree * treeBytes(depth)) / 4;
    words[start] = treeOutputs[tree] * COLUMN_BYTES;
    const order = [treeStarts[tree]];
    for (let at = 0; at < splits; at++) {
      const node = order[at];
      const isLeaf = leftChild[node] < 0;
      if (!isLeaf) words[start + 1 + at] = planeOf(slots[node], threshold[node], defaultLeft[node] === 1);
      order.push(isLeaf ? node : leftChild[node], isLeaf ? node : rightChild[node]);
    }
    floats.set(
      Array.from(order.slice(splits), (leaf) => leafValue[leaf]),
      start + 1 + splits,
    );
  }
}
