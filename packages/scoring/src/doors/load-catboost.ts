import type { CatboostModel as Inner } from '../boosters/catboost/catboost-model.ts';
import { type CatboostDescription, describeCatboost } from '../boosters/catboost/describe-catboost.ts';
import { loadCatboost as load } from '../boosters/catboost/load-catboost.ts';
import type { DenseRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { readCatboostRows } from '../sklearn/boosters/catboost.ts';
import { expectBytes } from './expect-bytes.ts';
import { aFlag, expectOptions } from './expect-options.ts';
import { expectRows } from './expect-rows.ts';
import { expectTable, type TableRules } from './expect-table.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';
import type { TableInput } from './table.ts';

export interface CatboostOptions {
  /** False: columns that the model does not know are ignored, as the library does. @default true */
  readonly strict?: boolean;
}

/**
 * A model of CatBoost, ready to predict. Rows are objects by column name, or lists in the order of training; categories are
 * texts (or whole numbers). A model without categories takes dense rows of numbers too. Answers are row-major and the caller's own.
 */
export interface CatboostModel {
  readonly featureCount: number;
  /** By column; empty if the file has none. */
  readonly featureNames: readonly string[];
  /** Columns whose cells are categories. */
  readonly categoricalColumns: readonly number[];
  /** Numbers a row that `margin` gives. */
  readonly outputCount: number;
  /** `Probability` of classifiers (of a binary one for both classes), `Exponent` of counts, else the raw values. */
  predict(rows: DenseRows | TableInput, options?: CatboostOptions): Float64Array;
  /** `RawFormulaVal`. */
  margin(rows: DenseRows | TableInput, options?: CatboostOptions): Float64Array;
  describe(): CatboostDescription;
}

/**
 * Loads a model of CatBoost over float and categorical features: the binary format (`cbm`), its JSON export, or a pickle.
 * Throws `ScoringError`: `unsupported_model` for other features, `bad_model` for a damaged or hostile file.
 *
 * @example
 * const model = loadCatboost(await readFile('model.cbm'));
 * model.predict([{ carat: 1.52, cut: 'Fair' }]);
 */
export function loadCatboost(bytes: Uint8Array): CatboostModel {
  const file = expectBytes(bytes);
  const model = onlyScoringErrors('bad_model', () => load(file));
  const { booster } = model;
  const { featureCount, outputCount, categoricalColumns } = booster;
  const call = (method: 'predict' | 'margin') => (given: DenseRows | TableInput, options?: CatboostOptions) => {
    const { strict } = expectOptions(options, { strict: aFlag });
    const { rows, categories } = isDense(given)
      ? { rows: expectNumbers(given, model, strict === false), categories: new Map<number, Int32Array>() }
      : onlyScoringErrors('bad_input', () =>
          readCatboostRows(expectTable(given, { ...rulesOf(model), isLoose: strict === false }), booster),
        );
    return onlyScoringErrors('bad_input', () => model[method](rows, categories));
  };
  return {
    featureCount,
    featureNames: booster.trainedNames,
    categoricalColumns,
    outputCount,
    predict: call('predict'),
    margin: call('margin'),
    describe: () => describeCatboost(booster),
  };
}

const isDense = (given: DenseRows | TableInput): given is DenseRows =>
  typeof given === 'object' &&
  given !== null &&
  'kind' in given &&
  (given.kind as string) !== 'matrix' &&
  given.kind !== 'mixed';

/** What is required of tables; columns that no tree uses may be missing, as in the library. */
function rulesOf({ booster }: Inner): TableRules {
  const { trainedNames, columnNames, featureCount, categoricalColumns } = booster;
  const named = trainedNames.length === 0 ? {} : { names: [...columnNames.values()], knownNames: trainedNames };
  const textColumns = new Set(categoricalColumns.flatMap((column) => [column, trainedNames[column] ?? column]));
  const readsCells = categoricalColumns.length > 0;
  return { takesTexts: false, readsCells, textColumns, columns: featureCount, ...named };
}

function expectNumbers(given: DenseRows, { booster }: Inner, isLoose: boolean): DenseRows {
  const { categoricalColumns, trainedNames, featureCount } = booster;
  const rows = expectRows(given, { columns: featureCount, isLoose });
  if (rows.kind !== 'dense')
    throw new ScoringError('wrong_type', 'The model takes dense rows: write out the positions that sparse ones lack.');
  if (categoricalColumns.length === 0) return rows;
  const names = categoricalColumns.slice(0, 20).map((column) => JSON.stringify(trainedNames[column] ?? column));
  throw new ScoringError(
    'wrong_type',
    `The model has categories in the columns ${names.join(', ')}, which rows of numbers cannot hold: give rows as objects or lists with their texts.`,
    { column: trainedNames[categoricalColumns[0]] ?? categoricalColumns[0] },
  );
}
