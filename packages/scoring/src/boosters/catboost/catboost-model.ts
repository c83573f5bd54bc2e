import type { DenseRows } from '../../frame/feature-rows.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type Categories, withDerived } from './categories.ts';
import { classLosses, separateLosses } from './losses.ts';
import type { CatboostBooster } from './read-catboost-json.ts';
import { type SumTrees, sumTrees } from './sum-trees.ts';

/** A CatBoost model ready to predict. Sums are doubles, cells and borders float32. */
export class CatboostModel {
  readonly booster: CatboostBooster;
  readonly #sum: SumTrees;

  constructor(booster: CatboostBooster) {
    this.booster = booster;
    this.#sum = sumTrees(booster.trees, booster.outputCount);
  }

  /**
   * Row-major raw values (`prediction_type='RawFormulaVal'`), `rowCount * outputCount`. NaN is a missing cell. `categories`: hashes of the cells of
   * categorical columns, whose numbers are not looked at.
   * Throws `ScoringError` `wrong_size` for rows that are too narrow; further columns are ignored, as the library does.
   */
  margin(rows: DenseRows, categories: Categories = new Map()): Float64Array {
    const { featureCount, outputCount, scale, bias, derived } = this.booster;
    if (rows.columnCount < featureCount) {
      throw new ScoringError(
        'wrong_size',
        `The CatBoost model needs ${featureCount} columns, the rows have ${rows.columnCount}.`,
        { column: rows.columnCount },
      );
    }
    const sums = this.#sum(derived.length === 0 ? rows : withDerived(rows, this.booster, categories));
    return sums.map((sum, at) => scale * sum + bias[at % outputCount]);
  }

  /**
   * Row-major class probabilities (`prediction_type='Probability'`), of one output for both classes, whatever the loss
   * function is. Source: `PrepareEval` of CatBoost 1.2.
   */
  probabilities(rows: DenseRows, categories: Categories = new Map()): Float64Array {
    const raw = this.margin(rows, categories);
    const { outputCount, lossFunction } = this.booster;
    if (outputCount === 1)
      return Float64Array.from({ length: raw.length * 2 }, (_, at) => sigmoid((at % 2 === 1 ? 1 : -1) * raw[at >> 1]));
    return separateLosses.has(lossFunction) ? raw.map(sigmoid) : softmax(raw, outputCount);
  }

  /**
   * The probabilities of classifiers; the exponent for Poisson and Tweedie; mean and variance for RMSEWithUncertainty; for others the raw values.
   */
  predict(rows: DenseRows, categories: Categories = new Map()): Float64Array {
    const { lossFunction } = this.booster;
    if (classLosses.has(lossFunction)) return this.probabilities(rows, categories);
    const raw = this.margin(rows, categories);
    switch (lossFunction) {
      case 'Poisson':
      case 'Tweedie':
        return raw.map(Math.exp);
      case 'RMSEWithUncertainty':
        return raw.map((value, at) => (at % 2 === 1 ? Math.exp(2 * value) : value));
      default:
        return raw;
    }
  }
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

function softmax(raw: Float64Array, outputCount: number): Float64Array {
  for (let start = 0; start < raw.length; start += outputCount) {
    const row = raw.subarray(start, start + outputCount);
    const most = row.reduce((a, b) => Math.max(a, b));
    const total = row.reduce((sum, value) => sum + Math.exp(value - most), 0);
    for (let at = 0; at < outputCount; at++) row[at] = Math.exp(row[at] - most) / total;
  }
  return raw;
}
