import { loadXgboost as load, type LoadXgboostOptions } from '../boosters/xgboost/load-xgboost.ts';
import type { BoosterDescription } from '../boosters/xgboost/describe-booster.ts';
import type { LibraryVersion } from '../boosters/xgboost/objective.ts';
import type { XgboostModel as Inner } from '../boosters/xgboost/xgboost-model.ts';
import { expectBytes } from './expect-bytes.ts';
import { aCount, aFlag, expectOptions, type OptionKind } from './expect-options.ts';
import { expectRows } from './expect-rows.ts';
import { type FeatureRows, toInnerRows } from './feature-rows.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';

export interface XgboostOptions {
  /** Number of boosting rounds, from the first; by default all. */
  readonly rounds?: number;
  /** False: rows of fewer columns are taken as the library takes them, the others missing. @default true */
  readonly strict?: boolean;
}

/**
 * A booster of XGBoost, ready to predict. Answers are row-major and the caller's own. Rows that do not fit throw `ScoringError`
 * (`wrong_size`, `wrong_type`).
 */
export interface XgboostModel {
  /** The library whose arithmetic and checks are followed. */
  readonly version: LibraryVersion;
  readonly featureCount: number;
  /** Empty if the file has none. */
  readonly featureNames: readonly string[];
  /** Numbers a row that `margin` gives. */
  readonly outputCount: number;
  /** Numbers a row that `predict` gives. */
  readonly predictionCount: number;
  /** As `Booster.predict`. */
  predict(rows: FeatureRows, options?: XgboostOptions): Float32Array;
  /** `output_margin=True`. */
  margin(rows: FeatureRows, options?: XgboostOptions): Float32Array;
  /** `pred_leaf=True`: the number of a leaf for each tree. */
  leaf(rows: FeatureRows, options?: XgboostOptions): Int32Array;
  /** `pred_contribs=True`: for each output, a number for each feature and one for the bias. */
  contributions(rows: FeatureRows, options?: XgboostOptions): Float32Array;
  describe(): BoosterDescription;
}

const aVersion: OptionKind = {
  what: 'two whole numbers, such as [3, 2]',
  fits: (value) => Array.isArray(value) && value.length === 2 && value.every((part) => aCount.fits(part)),
};

/**
 * Loads a model file of XGBoost 0.72 to 3.x: JSON, UBJSON, legacy binary, or a pickled Booster, recognised by its first
 * bytes. Throws `ScoringError`: `bad_model` for a damaged or hostile file, `unsupported_model` for a genuine one that
 * is not read.
 *
 * @example
 * const model = loadXgboost(await readFile('xgboost-model')); model.predict({ kind: 'dense', values:
 * Float32Array.of(5.1, NaN), rowCount: 1, columnCount: 2 });
 */
export function loadXgboost(bytes: Uint8Array, options?: LoadXgboostOptions): XgboostModel {
  const file = expectBytes(bytes);
  const checked = expectOptions(options, { version: aVersion });
  const model = onlyScoringErrors('bad_model', () => load(file, checked));
  const call =
    <Answer>(method: (rows: ReturnType<typeof toInnerRows>, options: { rounds?: number }) => Answer) =>
    (given: FeatureRows, choice?: XgboostOptions): Answer => {
      const { rounds, strict } = expectOptions(choice, { rounds: aCount, strict: aFlag });
      const rows = expectRows(given, { columns: model.booster.featureCount, isLoose: strict === false });
      return onlyScoringErrors('bad_input', () => method(toInnerRows(rows), rounds === undefined ? {} : { rounds }));
    };
  return {
    ...factsOf(model),
    predict: call((rows, range) => model.predict(rows, range)),
    margin: call((rows, range) => model.margin(rows, range)),
    leaf: call((rows, range) => model.leaf(rows, range)),
    contributions: call((rows, range) => model.contributions(rows, range)),
    describe: () => model.describe(),
  };
}

function factsOf({ version, predictionCount, booster }: Inner) {
  const { featureCount, featureNames, outputCount } = booster;
  return { version, featureCount, featureNames, outputCount, predictionCount };
}
