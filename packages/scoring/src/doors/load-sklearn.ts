import { loadSklearn as load, type LoadSklearnOptions } from '../sklearn/load-sklearn.ts';
import type { SklearnMethod, SklearnModel as Inner } from '../sklearn/sklearn-model.ts';
import type { LabelType } from '../frame/label-type.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectBytes } from './expect-bytes.ts';
import { aCount, aFlag, expectOptions } from './expect-options.ts';
import { expectTable } from './expect-table.ts';
import { nearestName } from '../util/nearest-name.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';
import { shown } from './shown.ts';
import { type Cells, type Table, type TableInput, toOwnTable } from './table.ts';

export interface SklearnOptions {
  /** False: names and numbers of columns are checked only as scikit-learn checks them. @default true */
  readonly strict?: boolean;
}

/** A fitted estimator of scikit-learn. Answers are the caller's own; rows that do not fit throw `ScoringError`. */
export interface SklearnModel {
  /** Package and class, such as `pipeline.Pipeline`. */
  readonly className: string;
  /** The release of scikit-learn that wrote it, if it says so. */
  readonly version: string | undefined;
  /** Number of input columns, if known. */
  readonly columns: number | undefined;
  /** Names of the input columns, if it was fitted on a frame. */
  readonly featureNames: readonly string[] | undefined;
  /** Labels of a classifier, in the order of the columns of `predict_proba`. */
  readonly classes: Cells | undefined;
  /** The methods it has. */
  readonly methods: readonly SklearnMethod[];
  /** Type of the labels that `predict` answers, if it is known. */
  readonly labelType: LabelType | undefined;
  /** The answer of one method: a row for each row. */
  call(method: SklearnMethod, rows: TableInput, options?: SklearnOptions): Table;
  predict(rows: TableInput, options?: SklearnOptions): Table;
  /** One line for a person: what it is and what it takes. */
  describe(): string;
}

/**
 * Loads a scikit-learn estimator from a pickle or joblib file (protocols 0 to 5; plain, zlib, gzip, bzip2, xz or lzma) or an
 * archive of skops, written by scikit-learn 0.22 or later. The file is read as data; nothing in it is run.
 * Throws `ScoringError`: `unsupported_model` where the file is genuine but not read natively, `bad_model` where it is damaged.
 *
 * @example
 * const model = loadSklearn(await readFile('model.joblib'));
 * model.call('predict_proba', [{ age: 31, city: 'Bern' }]);
 */
export function loadSklearn(bytes: Uint8Array, options?: LoadSklearnOptions): SklearnModel {
  const file = expectBytes(bytes);
  const checked = expectOptions(options, { maxBytes: aCount });
  const model = onlyScoringErrors('bad_model', () => load(file, checked));
  const call = (method: SklearnMethod, rows: TableInput, choice?: SklearnOptions): Table => {
    const { strict } = expectOptions(choice, { strict: aFlag });
    expectMethod(method, model);
    return onlyScoringErrors('bad_input', () => {
      return toOwnTable(model.call(method, expectTable(rows, { ...rulesOf(model), isLoose: strict === false })));
    });
  };
  return {
    ...factsOf(model),
    call,
    predict: (rows, choice) => call('predict', rows, choice),
    describe: () => model.describe(),
  };
}

function factsOf({ className, version, columns, featureNames, classes, methods, labelType }: Inner) {
  return { className, version, columns, featureNames, classes, methods, labelType };
}

function rulesOf({ takesTexts, readsCells, columns, featureNames: names, className }: Inner) {
  const findsNames = className.startsWith('catboost.');
  return { takesTexts, readsCells, columns, names, findsNames, takesPlaces: className.startsWith('lightgbm.') };
}

function expectMethod(method: unknown, { methods, className }: Inner): void {
  if (typeof method === 'string' && (methods as readonly string[]).includes(method)) return;
  const end = typeof method === 'string' ? nearestName(method, methods) : '.';
  throw new ScoringError('unsupported_model', `${className} has no method ${shown(method)}${end}`);
}
