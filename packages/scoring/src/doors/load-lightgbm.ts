import type { DenseRows } from '../frame/feature-rows.ts';
import type { LightgbmDescription } from '../boosters/lightgbm/describe-lightgbm.ts';
import { loadLightgbm as load } from '../boosters/lightgbm/load-lightgbm.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectBytes } from './expect-bytes.ts';
import { aCount, expectOptions } from './expect-options.ts';
import { expectRows } from './expect-rows.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';

/** Which trees take part. */
export interface LightgbmOptions {
  /** The first iteration, counted from 0. @default 0 */
  readonly firstIteration?: number;
  /** Number of iterations; by default those up to the best one if the model has it, else all. */
  readonly iterations?: number;
}

/**
 * A booster of LightGBM, ready to predict. Answers are row-major and the caller's own. Rows that do not fit throw
 * `ScoringError` (`wrong_size`, `wrong_type`). Cells of categorical columns are codes, as in the library.
 */
export interface LightgbmModel {
  readonly featureCount: number;
  readonly featureNames: readonly string[];
  /** Numbers a row that `predict` and `margin` give. */
  readonly outputCount: number;
  predict(rows: DenseRows, options?: LightgbmOptions): Float64Array;
  /** `raw_score=True`. */
  margin(rows: DenseRows, options?: LightgbmOptions): Float64Array;
  /** `pred_leaf=True`: the number of a leaf for each tree. */
  leaf(rows: DenseRows, options?: LightgbmOptions): Int32Array;
  describe(): LightgbmDescription;
}

/**
 * Loads a model of LightGBM 2 to 4: the text of `Booster.save_model`, or a pickled `Booster`, which holds the same text.
 * Throws `ScoringError`: `bad_model` for a damaged or hostile file, `unsupported_model` for an objective that is not known.
 */
export function loadLightgbm(bytes: Uint8Array): LightgbmModel {
  const file = expectBytes(bytes);
  const model = onlyScoringErrors('bad_model', () => load(file));
  const { featureCount, featureNames, outputCount } = model.booster;
  const call =
    <Answer>(method: (rows: DenseRows, range: LightgbmOptions) => Answer) =>
    (given: DenseRows, options?: LightgbmOptions): Answer => {
      const range = expectOptions(options, { firstIteration: aCount, iterations: aCount });
      const rows = expectDense(given, featureCount);
      return onlyScoringErrors('bad_input', () => method(rows, range));
    };
  return {
    featureCount,
    featureNames,
    outputCount,
    predict: call((rows, range) => model.predict(rows, range)),
    margin: call((rows, range) => model.margin(rows, range)),
    leaf: call((rows, range) => model.leaf(rows, range)),
    describe: () => model.describe(),
  };
}

function expectDense(given: DenseRows, columns: number): DenseRows {
  const rows = expectRows(given, { columns });
  if (rows.kind === 'dense') return rows;
  throw new ScoringError('wrong_type', 'The model takes dense rows: write out the positions that sparse ones lack.');
}
