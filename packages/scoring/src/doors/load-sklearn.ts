import type { Table } from '../frame/table.ts';
import { sklearnFacts } from '../model-file/sklearn-facts.ts';
import { loadSklearn as load } from '../sklearn/load-sklearn.ts';
import type { SklearnMethod, SklearnModel } from '../sklearn/sklearn-model.ts';
import { present } from '../util/present.ts';
import { answerColumns } from './answer-columns.ts';
import type { Engine, Scored } from './engine.ts';
import { type EngineOptions, engineKind } from './engine-options.ts';
import { type Bytes, expectBytes } from './expect-bytes.ts';
import { writtenRows } from './expect-dense.ts';
import { aCount, expectOptions } from './expect-options.ts';
import { frameAnswer } from './frame-answer.ts';
import { MatrixReader } from './matrix-reader.ts';
import type { Feature, Model } from './model.ts';
import { numberAnswer } from './number-answer.ts';
import { openModel } from './open-model.ts';
import { type Respell, respeller } from './respell.ts';
import type { Rows } from './rows.ts';
import { labelsOf, tableFrame } from './table-frame.ts';
import { TableReader } from './table-reader.ts';

export interface SklearnOptions extends EngineOptions {
  /** Most bytes that a compressed model may expand to. @default 2 ** 30 */
  readonly maxBytes?: number;
}

/**
 * Loads a scikit-learn estimator from a pickle or joblib file (protocols 0 to 5; plain, zlib, gzip, bzip2, xz or lzma) or an
 * archive of skops, written by scikit-learn 0.22 or later. The file is read as data; nothing in it is run.
 * Throws `ScoringError`: `unsupported_model` where the file is genuine but not read natively, `bad_model` where it is damaged.
 *
 * @example
 * const model = loadSklearn(await readFile('model.joblib'));
 * model.predictOne({ age: 31, city: 'Bern' }, { method: 'predict_proba' });
 */
export function loadSklearn(bytes: Bytes, options?: SklearnOptions): Model<SklearnMethod> {
  const file = expectBytes(bytes);
  const { engine, maxBytes } = expectOptions(options, { engine: engineKind, maxBytes: aCount });
  return openModel(() => sklearnEngine(load(file, present({ maxBytes }))), engine);
}

/** An estimator as a `Model` has it. */
export function sklearnEngine(model: SklearnModel): Engine<SklearnMethod> {
  const { methods, dependsOnRows } = model;
  const read = readerOf(model);
  const classes =
    model.classes === undefined ? undefined : labelsOf(model.classes, model.labelType ?? model.classes.type);
  return {
    format: 'sklearn',
    inputs: inputsOf(model),
    methods,
    classes,
    dependsOnRows,
    options: [],
    score: (rows, call) => {
      const table = read(rows, call.strict);
      // scikit-learn refuses no rows; here they have no answers, as for all models.
      return table.rows === 0
        ? numberAnswer(answerColumns[call.method], [], 0)
        : answerOf(model, call.method, model.call(call.method, table));
    },
    outputsOf: (method) => {
      const isLabel = method === 'predict' && typeof classes?.[0] === 'string';
      const isNumber = method === 'predict' || method === 'score_samples';
      return [{ name: answerColumns[method], kind: isLabel ? 'other' : isNumber ? 'number' : 'vector' }];
    },
    describe: () => sklearnFacts(model),
  };
}

/** Models of numbers alone take a matrix; others the cells as they are. */
function readerOf(model: SklearnModel) {
  const { takesTexts, readsCells, findsColumns, columns, className } = model;
  const featureNames = model.featureNames ?? model.trainedNames;
  const names = featureNames ?? Array.from({ length: columns ?? 0 }, (_none, at) => `x${at}`);
  // CatBoost's wrappers look columns up by names inside of the file.
  const isPlain =
    !takesTexts && !readsCells && !findsColumns && columns === names.length && !className.startsWith('catboost.');
  if (!isPlain) {
    const width = className.startsWith('catboost.') ? undefined : columns;
    const reader = new TableReader(
      takesTexts
        ? { names: ['text'], columns: 1 }
        : { names: featureNames, columns: width ?? featureNames?.length, respell: respellOf(className, featureNames) },
    );
    return (rows: Rows, isStrict: boolean): Table => {
      const table = reader.read(rows, isStrict);
      return takesTexts ? withoutNames(table) : table;
    };
  }
  const reader = new MatrixReader({ names, respell: respellOf(className, names) });
  return (rows: Rows, isStrict: boolean): Table => {
    const { values, rowCount } = writtenRows(reader.read(rows, isStrict), columns);
    const numbers = values instanceof Float64Array ? values : Float64Array.from(values);
    return { kind: 'matrix', rows: rowCount, columns, values: numbers };
  };
}

/** LightGBM's wrappers have names with `_` for blanks. */
function respellOf(className: string, names: readonly string[] | undefined): Respell | undefined {
  const isLightgbm = className.startsWith('lightgbm.') && names !== undefined;
  return isLightgbm ? respeller(names, (name) => name.replaceAll(' ', '_')) : undefined;
}

function withoutNames({ names: _names, ...table }: Table): Table {
  return table;
}

function inputsOf({ takesTexts, readsCells, columns, featureNames, trainedNames }: SklearnModel): Feature[] {
  if (takesTexts) return [{ name: 'text', type: 'string' }];
  const names = featureNames ?? trainedNames ?? Array.from({ length: columns ?? 0 }, (_none, at) => `x${at}`);
  return names.map((name) => ({ name, type: readsCells ? 'any' : 'number' }));
}

function answerOf(model: SklearnModel, method: SklearnMethod, table: Table): Scored {
  return frameAnswer(tableFrame(method, table, method === 'predict' ? model.labelType : undefined));
}
