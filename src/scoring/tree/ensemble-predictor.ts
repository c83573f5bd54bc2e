import type { FeatureRows } from '../frame/feature-rows.ts';
import { FeatureSlots } from './feature-slots.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { walkTree } from './walk-tree.ts';

/** Rows that are filled and walked together: small enough that their values stay in the first-level cache. */
const BLOCK_ROWS = 64;

/** Which trees are summed, and how. */
export interface SumOptions {
  /** Trees `firstTree .. endTree)` only; all by default. */
  readonly endTree?: number;
  /** The sums start here, one number for each output. */
  readonly start: Float32Array;
  /** One factor for each tree (DART); absent: 1. */
  readonly treeWeights?: Float32Array;
}

/** Sums an ensemble over rows, in float32, tree by tree in their order. */
export class EnsemblePredictor {
  readonly ensemble: TreeEnsemble;
  readonly #features: FeatureSlots;
  /** Place of each node's feature in a filled row. */
  readonly #slots: Int32Array;
  readonly #block: Float32Array;

  constructor(ensemble: TreeEnsemble) {
    this.ensemble = ensemble;
    const { leftChild, splitIndex } = ensemble;
    this.#features = new FeatureSlots(splitIndex.filter((_feature, node) => leftChild[node] >= 0));
    this.#slots = splitIndex.map((feature, node) =>
      leftChild[node] >= 0 ? (this.#features.slotOf(feature) as number) : 0,
    );
    this.#block = new Float32Array(BLOCK_ROWS * this.#features.count);
  }

  /** Row-major sums, `rowCount * outputCount`. */
  sum(rows: FeatureRows, options: SumOptions): Float32Array {
    const { outputCount, treeCount } = this.ensemble;
    const sums = new Float32Array(rows.rowCount * outputCount);
    for (let at = 0; at < sums.length; at++) sums[at] = options.start[at % outputCount];
    const endTree = Math.min(options.endTree ?? treeCount, treeCount);
    this.#forEachBlock(rows, (firstRow, rowCount) => {
      for (let tree = 0; tree < endTree; tree++) {
        const weight = options.treeWeights === undefined ? 1 : options.treeWeights[tree];
        for (let row = 0; row < rowCount; row++) {
          this.#addLeaf(tree, this.#walk(tree, row), weight, sums, (firstRow + row) * outputCount);
        }
      }
    });
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

  #forEachBlock(rows: FeatureRows, visit: (firstRow: number, rowCount: number) => void): void {
    for (let firstRow = 0; firstRow < rows.rowCount; firstRow += BLOCK_ROWS) {
      const rowCount = Math.min(BLOCK_ROWS, rows.rowCount - firstRow);
      this.#features.fill(rows, firstRow, rowCount, this.#block);
      visit(firstRow, rowCount);
    }
  }

  #walk(tree: number, row: number): number {
    return walkTree(
      this.ensemble,
      this.#slots,
      this.ensemble.treeStarts[tree],
      this.#block,
      row * this.#features.count,
    );
  }

  #addLeaf(tree: number, leaf: number, weight: number, sums: Float32Array, at: number): void {
    const { leafVectors, leafValue, treeOutputs, outputCount } = this.ensemble;
    if (leafVectors === undefined) {
      sums[at + treeOutputs[tree]] += Math.fround(leafValue[leaf] * weight);
      return;
    }
    const start = leafVectors.starts[leaf];
    for (let output = 0; output < outputCount; output++) {
      sums[at + output] += Math.fround(leafVectors.values[start + output] * weight);
    }
  }
}
