import { type DenseRows, type SparseRows, withAllCells } from '../../frame/feature-rows.ts';
import type { DoubleRows, VisitLeaves } from '../../kernels/trees/double-walker.ts';
import { ScoringError } from '../../scoring-error.ts';
import { describeLightgbm, type LightgbmDescription } from './describe-lightgbm.ts';
import { type JoinedTrees, joinTrees } from './join-trees.ts';
import type { LightgbmBooster } from './read-lightgbm-text.ts';
import { findTransform, type Transform } from './transforms.ts';
import type { LinearLeaf } from './tree.ts';

/** Which trees take part. */
export interface PredictOptions {
  /** The first iteration, counted from 0. @default 0 */
  readonly firstIteration?: number;
  /** This many iterations only; by default those up to the best one if the model says it, else all. */
  readonly iterations?: number;
}

/** Rows with all cells, or with those that are not zero. */
export type LightgbmRows = DenseRows | (SparseRows & { readonly absent: 0 });

const storedRows = ({ starts, indices: columns, values, rowCount, columnCount }: SparseRows): DoubleRows => ({
  values: [],
  rowCount,
  columnCount,
  sparse: { starts, columns, values: Float64Array.from(values) },
});

/** A LightGBM booster ready to predict; all in double, as the library. */
export class LightgbmModel {
  readonly booster: LightgbmBooster;
  readonly #transform: Transform;
  readonly #joined: JoinedTrees;
  readonly #hasLinearLeaves: boolean;
  readonly #bestIteration: number | undefined;

  /**
   * `bestIteration`: how many iterations count, counted from 1, where training stopped early. Throws `ScoringError`
   * `unsupported_model` for an objective that is not known.
   */
  constructor(booster: LightgbmBooster, bestIteration?: number) {
    this.booster = booster;
    this.#bestIteration = bestIteration;
    this.#transform = findTransform(booster.objective);
    this.#joined = joinTrees(booster.trees);
    this.#hasLinearLeaves = booster.trees.some(({ linearLeaves }) => linearLeaves !== undefined);
  }

  /**
   * Row-major predictions, `rowCount * outputCount`, within one unit in the last place where the objective needs e^x
   * (C's `exp` rounds otherwise), else to the bit. NaN is a missing cell. Throws `wrong_size` for rows of
   * another width.
   */
  predict(rows: LightgbmRows, options: PredictOptions = {}): Float64Array {
    const sums = this.margin(rows, options);
    const { outputCount, isAverage } = this.booster;
    const { first, end } = this.#range(options);
    // Random forests answer the mean of their trees; the raw score is the sum all the same.
    const iterations = (end - first) / outputCount;
    if (isAverage && iterations > 0) for (let at = 0; at < sums.length; at++) sums[at] /= iterations;
    for (let start = 0; start < sums.length; start += outputCount)
      this.#transform(sums.subarray(start, start + outputCount));
    return sums;
  }

  /** Row-major raw scores (`raw_score=True`), `rowCount * outputCount`. */
  margin(rows: LightgbmRows, options: PredictOptions = {}): Float64Array {
    const { outputCount, trees } = this.booster;
    this.#checkWidth(rows);
    const { first: firstTree, end } = this.#range(options);
    const sums = new Float64Array(rows.rowCount * outputCount);
    // Only linear leaves look at the cells themselves.
    const cells = this.#hasLinearLeaves ? withAllCells(rows).values : new Float64Array(0);
    this.#walk(rows, ({ tree: number, first, count, leaves, start }) => {
      if (number < firstTree || number >= end) return;
      const { [number]: tree } = trees;
      const firstLeaf = this.#joined.firstLeaves[number];
      const output = number % outputCount;
      for (let row = 0; row < count; row++) {
        const leaf = leaves[start + row] - firstLeaf;
        sums[(first + row) * outputCount + output] +=
          tree.linearLeaves === undefined
            ? tree.leafValue[leaf]
            : linearOutput(tree.linearLeaves[leaf], cells, (first + row) * rows.columnCount);
      }
    });
    return sums;
  }

  /** Row-major leaf numbers (`pred_leaf=True`), one a tree. */
  leaf(rows: LightgbmRows, options: PredictOptions = {}): Int32Array {
    this.#checkWidth(rows);
    const { first: firstTree, end } = this.#range(options);
    const width = end - firstTree;
    const numbers = new Int32Array(rows.rowCount * width);
    this.#walk(rows, ({ tree, first, count, leaves, start }) => {
      if (tree < firstTree || tree >= end) return;
      for (let row = 0; row < count; row++)
        numbers[(first + row) * width + tree - firstTree] = leaves[start + row] - this.#joined.firstLeaves[tree];
    });
    return numbers;
  }

  /** What `inspect` shows. */
  describe(): LightgbmDescription {
    return describeLightgbm(this.booster);
  }

  #walk(rows: LightgbmRows, visit: VisitLeaves): void {
    this.#joined.walker.walk(rows.kind === 'dense' ? rows : storedRows(rows), visit, this.#joined.prepare);
  }

  /** The trees that take part, from `first` up to `end`. Source: `GBDT::InitPredict`. */
  #range({ firstIteration = 0, iterations = this.#bestIteration }: PredictOptions): { first: number; end: number } {
    const { trees, outputCount } = this.booster;
    const total = trees.length / outputCount;
    const start = Math.min(Math.max(firstIteration, 0), total);
    const count = iterations === undefined ? total - start : Math.max(0, Math.min(iterations, total - start));
    return { first: start * outputCount, end: (start + count) * outputCount };
  }

  /** Throws `wrong_size` for rows of another width. */
  #checkWidth(rows: LightgbmRows): void {
    const { featureCount } = this.booster;
    if (rows.columnCount === featureCount) return;
    throw new ScoringError(
      'wrong_size',
      `The number of features in data (${rows.columnCount}) is not the same as it was in training data (${featureCount}).`,
      { column: Math.min(rows.columnCount, featureCount) },
    );
  }
}

/** A linear leaf gives its constant and its features' shares, or its plain value where one of them is missing. */
function linearOutput(linear: LinearLeaf, values: Float32Array | Float64Array, offset: number): number {
  let sum = linear.constant;
  for (let at = 0; at < linear.features.length; at++) {
    const value = values[offset + linear.features[at]];
    if (value !== value) return linear.plain;
    sum += linear.coefficients[at] * value;
  }
  return sum;
}
