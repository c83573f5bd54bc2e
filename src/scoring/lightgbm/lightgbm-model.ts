import type { DenseRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { describeLightgbm, type LightgbmDescription } from './describe-lightgbm.ts';
import type { LightgbmBooster } from './read-lightgbm-text.ts';
import { findTransform, type Transform } from './transforms.ts';
import type { Tree } from './tree.ts';
import { walkTree } from './walk-tree.ts';

/** Which trees take part. */
export interface PredictOptions {
  /** The first so many iterations only; by default those up to the best one if the model tells it, else all. */
  readonly iterations?: number;
}

/** A LightGBM booster ready to predict; all in double, as the library. */
export class LightgbmModel {
  readonly booster: LightgbmBooster;
  readonly #transform: Transform;
  readonly #bestIteration: number | undefined;

  /** `bestIteration`: how many iterations count, counted from 1, where training stopped early. Throws `ScoringError` `unsupported_model` for an objective that is not known. */
  constructor(booster: LightgbmBooster, bestIteration?: number) {
    this.booster = booster;
    this.#bestIteration = bestIteration;
    this.#transform = findTransform(booster.objective);
  }

  /**
   * Row-major predictions, `rowCount * outputCount`, within one unit in the last place where the objective needs e^x
   * (C's `exp` rounds otherwise), else to the bit. NaN is a missing cell. Throws `wrong_size` for rows of
   * another width.
   */
  predict(rows: DenseRows, options: PredictOptions = {}): Float64Array {
    const sums = this.margin(rows, options);
    const { outputCount, isAverage, trees } = this.booster;
    // Random forests answer the mean of their trees; the raw score is the sum all the same.
    const iterations = Math.min(
      options.iterations ?? this.#bestIteration ?? Number.POSITIVE_INFINITY,
      trees.length / outputCount,
    );
    if (isAverage && iterations > 0) for (let at = 0; at < sums.length; at++) sums[at] /= iterations;
    for (let start = 0; start < sums.length; start += outputCount)
      this.#transform(sums.subarray(start, start + outputCount));
    return sums;
  }

  /** Row-major raw scores (`raw_score=True`), `rowCount * outputCount`. */
  margin(rows: DenseRows, options: PredictOptions = {}): Float64Array {
    const { outputCount } = this.booster;
    const trees = this.#trees(rows, options);
    const sums = new Float64Array(rows.rowCount * outputCount);
    for (let row = 0; row < rows.rowCount; row++) {
      const offset = row * rows.columnCount;
      for (let tree = 0; tree < trees.length; tree++) {
        sums[row * outputCount + (tree % outputCount)] += leafOutput(trees[tree], rows.values, offset);
      }
    }
    return sums;
  }

  /** Row-major leaf numbers (`pred_leaf=True`), one a tree. */
  leaf(rows: DenseRows, options: PredictOptions = {}): Int32Array {
    const trees = this.#trees(rows, options);
    return Int32Array.from({ length: rows.rowCount * trees.length }, (_, at) =>
      walkTree(trees[at % trees.length], rows.values, Math.floor(at / trees.length) * rows.columnCount),
    );
  }

  /** What `inspect` tells. */
  describe(): LightgbmDescription {
    return describeLightgbm(this.booster);
  }

  #trees(rows: DenseRows, { iterations = this.#bestIteration }: PredictOptions): readonly Tree[] {
    const { featureCount, trees, outputCount } = this.booster;
    if (rows.columnCount !== featureCount) {
      throw new ScoringError(
        'wrong_size',
        `The number of features in data (${rows.columnCount}) is not the same as it was in training data (${featureCount}).`,
        { column: Math.min(rows.columnCount, featureCount) },
      );
    }
    return iterations === undefined ? trees : trees.slice(0, iterations * outputCount);
  }
}

/** A linear leaf gives its constant and its features' shares, or its plain value where one of them is missing. */
function leafOutput(tree: Tree, values: Float32Array | Float64Array, offset: number): number {
  const leaf = walkTree(tree, values, offset);
  const linear = tree.linearLeaves?.[leaf];
  if (linear === undefined) return tree.leafValue[leaf];
  let sum = linear.constant;
  for (let at = 0; at < linear.features.length; at++) {
    const value = values[offset + linear.features[at]];
    if (value !== value) return tree.leafValue[leaf];
    sum += linear.coefficients[at] * value;
  }
  return sum;
}
