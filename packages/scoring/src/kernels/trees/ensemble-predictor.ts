import type { AssembledRows, FeatureRows } from '../../frame/feature-rows.ts';
import { FeatureSlots, featuresOf } from './feature-slots.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { walkTree } from './walk-tree.ts';
import { BitKernel } from './wasm/bit-kernel.ts';
import { GROUP_ROWS } from './wasm/bit-module.ts';
import { BLOCK_ROWS, WasmKernel } from './wasm/wasm-kernel.ts';

/** Fewer rows than this are walked one by one, several trees at a time; more, several rows at a time. */
const FEW_ROWS = 5;

/** A group takes as long with this many rows as with all; fewer are walked. */
const LEAST_GROUP_ROWS = GROUP_ROWS / 2;

type TreeRows = FeatureRows | AssembledRows;

export interface SumOptions {
  /** The sums start here, one number for each output. */
  readonly start: Float32Array;
  /** Trees `0 .. endTree)` only; all by default. */
  readonly endTree?: number;
}

/** Sums an ensemble over rows, in float32, tree by tree in their order. */
export class EnsemblePredictor {
  readonly ensemble: TreeEnsemble;
  readonly #features: FeatureSlots;
  /** Place of each node's feature in a filled row. */
  readonly #slots: Int32Array;
  /** Weighted values of the leaves, by node, or of their vectors. */
  readonly #leafValues: Float32Array;
  readonly #kernel: WasmKernel | undefined;
  /** Of rows by the hundred: undefined before they come, null where walking them is quicker. */
  #bitKernel: BitKernel | null | undefined;
  readonly #block: Float32Array;

  /**
   * `treeWeights`: one factor for each tree (DART). `isPlain` leaves the fast kernel out; the answers are the same.
   */
  constructor(ensemble: TreeEnsemble, treeWeights?: Float32Array, isPlain = false) {
    this.ensemble = ensemble;
    this.#features = new FeatureSlots(featuresOf(ensemble));
    this.#slots = slotsOf(ensemble, this.#features);
    this.#leafValues = weighLeaves(ensemble, treeWeights);
    this.#kernel = isPlain
      ? undefined
      : WasmKernel.create(ensemble, this.#slots, this.#features.count, this.#leafValues);
    this.#block = this.#kernel?.rows ?? new Float32Array(BLOCK_ROWS * this.#features.count);
  }

  /** Makes what many rows need, which takes as long as to load the model, before they come. */
  prepare(): void {
    if (this.#kernel !== undefined) this.#groupKernel();
  }

  /** Row-major sums, `rowCount * outputCount`. */
  sum(rows: TreeRows, options: SumOptions): Float32Array {
    const { outputCount, treeCount } = this.ensemble;
    const endTree = Math.min(options.endTree ?? treeCount, treeCount);
    const sums = new Float32Array(rows.rowCount * outputCount);
    fillRows(sums, options.start);
    const kernel = this.#kernel;
    if (kernel === undefined) this.#sumPlain(rows, endTree, sums);
    else if (rows.rowCount < FEW_ROWS) this.#sumFew(rows, endTree, sums, kernel);
    else {
      const groups = rows.rowCount < LEAST_GROUP_ROWS ? undefined : this.#groupKernel();
      const done = groups === undefined ? 0 : this.#sumGroups(rows, endTree, sums, groups);
      this.#sumMany(rows, endTree, sums, { kernel, firstRow: done });
    }
    return sums;
  }

  /** Row-major leaf numbers, `rowCount * endTree`, each counted within its tree as the model file does. */
  leaves(rows: FeatureRows, endTree = this.ensemble.treeCount): Int32Array {
    const leaves = new Int32Array(rows.rowCount * endTree);
    this.#forEachBlock(rows, (firstRow, rowCount) => {
      for (let row = 0; row < rowCount; row++) {
        for (let tree = 0; tree < endTree; tree++) {
          leaves[(firstRow + row) * endTree + tree] = this.#walk(tree, row) - this.ensemble.treeStarts[tree];
        }
      }
    });
    return leaves;
  }

  #groupKernel(): BitKernel | undefined {
    if (this.#bitKernel === undefined)
      this.#bitKernel = BitKernel.create(this.ensemble, this.#slots, this.#features.count, this.#leafValues) ?? null;
    return this.#bitKernel ?? undefined;
  }

  /** Sums rows in groups as long as that is quicker; returns how many. */
  #sumGroups(rows: TreeRows, endTree: number, sums: Float32Array, kernel: BitKernel): number {
    const { outputCount } = this.ensemble;
    let firstRow = 0;
    while (rows.rowCount - firstRow >= LEAST_GROUP_ROWS) {
      const rowCount = Math.min(GROUP_ROWS, rows.rowCount - firstRow);
      const hasMissing = this.#features.fillColumns(rows, firstRow, rowCount, kernel.cells);
      const group = sums.subarray(firstRow * outputCount, (firstRow + rowCount) * outputCount);
      for (let output = 0; output < outputCount; output++) {
        const column = output * GROUP_ROWS;
        for (let row = 0; row < rowCount; row++) kernel.sums[column + row] = group[row * outputCount + output];
      }
      kernel.sumGroup(endTree, hasMissing);
      for (let output = 0; output < outputCount; output++) {
        const column = output * GROUP_ROWS;
        for (let row = 0; row < rowCount; row++) group[row * outputCount + output] = kernel.sums[column + row];
      }
      firstRow += rowCount;
    }
    return firstRow;
  }

  #sumMany(
    rows: TreeRows,
    endTree: number,
    sums: Float32Array,
    { kernel, firstRow }: { kernel: WasmKernel; firstRow: number },
  ): void {
    const { outputCount } = this.ensemble;
    this.#forEachBlock(
      rows,
      (start, rowCount, hasMissing) => {
        const block = sums.subarray(start * outputCount, (start + rowCount) * outputCount);
        kernel.sums.set(block);
        kernel.sumRows(rowCount, endTree, hasMissing);
        block.set(kernel.sums.subarray(0, block.length));
      },
      firstRow,
    );
  }

  #sumFew(rows: TreeRows, endTree: number, sums: Float32Array, kernel: WasmKernel): void {
    const { outputCount } = this.ensemble;
    for (let row = 0; row < rows.rowCount; row++) {
      const hasMissing = this.#features.fill(rows, row, 1, this.#block);
      const start = row * outputCount;
      for (let output = 0; output < outputCount; output++) kernel.sums[output] = sums[start + output];
      kernel.sumRow(endTree, hasMissing);
      for (let output = 0; output < outputCount; output++) sums[start + output] = kernel.sums[output];
    }
  }

  #sumPlain(rows: TreeRows, endTree: number, sums: Float32Array): void {
    const { outputCount } = this.ensemble;
    this.#forEachBlock(rows, (firstRow, rowCount) => {
      for (let tree = 0; tree < endTree; tree++) {
        for (let row = 0; row < rowCount; row++) {
          this.#addLeaf(tree, this.#walk(tree, row), sums, (firstRow + row) * outputCount);
        }
      }
    });
  }

  #forEachBlock(
    rows: TreeRows,
    visit: (firstRow: number, rowCount: number, hasMissing: boolean) => void,
    start = 0,
  ): void {
    for (let firstRow = start; firstRow < rows.rowCount; firstRow += BLOCK_ROWS) {
      const rowCount = Math.min(BLOCK_ROWS, rows.rowCount - firstRow);
      visit(firstRow, rowCount, this.#features.fill(rows, firstRow, rowCount, this.#block));
    }
  }

  #walk(tree: number, row: number): number {
    const { ensemble } = this;
    return walkTree(ensemble, this.#slots, ensemble.treeStarts[tree], this.#block, row * this.#features.count);
  }

  #addLeaf(tree: number, leaf: number, sums: Float32Array, at: number): void {
    const { leafVectors, treeOutputs, outputCount } = this.ensemble;
    if (leafVectors === undefined) {
      sums[at + treeOutputs[tree]] += this.#leafValues[leaf];
      return;
    }
    const start = leafVectors.starts[leaf];
    for (let output = 0; output < outputCount; output++) sums[at + output] += this.#leafValues[start + output];
  }
}

function slotsOf({ leftChild, splitIndex }: TreeEnsemble, features: FeatureSlots): Int32Array {
  const slots = new Int32Array(leftChild.length);
  for (let node = 0; node < leftChild.length; node++)
    if (leftChild[node] >= 0) slots[node] = features.slotOf(splitIndex[node]);
  return slots;
}

/** Leaves times the weight of their tree, in float32, as the library multiplies them row by row. */
function weighLeaves(ensemble: TreeEnsemble, treeWeights: Float32Array | undefined): Float32Array {
  const { leafVectors, leafValue, treeCount, treeStarts, outputCount } = ensemble;
  const values = leafVectors?.values ?? leafValue;
  if (treeWeights === undefined) return values;
  const weighted = values.slice();
  for (let tree = 0; tree < treeCount; tree++) {
    for (let node = treeStarts[tree]; node < treeStarts[tree + 1]; node++) {
      const start = leafVectors === undefined ? node : leafVectors.starts[node];
      const end = leafVectors === undefined ? node + 1 : start + outputCount;
      for (let at = Math.max(start, 0); at < end; at++) weighted[at] *= treeWeights[tree];
    }
  }
  return weighted;
}

function fillRows(sums: Float32Array, start: Float32Array): void {
  if (start.length === 1) sums.fill(start[0]);
  else for (let at = 0; at < sums.length; at += start.length) sums.set(start, at);
}
