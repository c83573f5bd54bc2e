import { booleanColumns, booleanWords } from '../boosters/catboost/boolean-columns.ts';
import { CatboostModel } from '../boosters/catboost/catboost-model.ts';
import { type Categories, categoryText, hashCategory } from '../boosters/catboost/categories.ts';
import { classLosses, multilabelLosses } from '../boosters/catboost/losses.ts';
import type { CatboostBooster } from '../boosters/catboost/read-catboost-json.ts';
import { readPlainCatboost } from '../boosters/catboost/read-plain-catboost.ts';
import type { DenseRows } from '../frame/feature-rows.ts';
import { catboostFacts } from '../model-file/catboost-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { answerColumns } from './answer-columns.ts';
import type { Call, Engine, Output, Scored } from './engine.ts';
import { type EngineOptions, engineKind } from './engine-options.ts';
import { type Bytes, expectBytes } from './expect-bytes.ts';
import { writtenRows } from './expect-dense.ts';
import { expectOptions } from './expect-options.ts';
import { labelAnswer } from './label-answer.ts';
import { MatrixReader, type ReadCell } from './matrix-reader.ts';
import type { Feature, Model } from './model.ts';
import { numberAnswer, numberOutput } from './number-answer.ts';
import { openModel } from './open-model.ts';
import { wrongCell } from './read-number.ts';
import type { Cell, Rows } from './rows.ts';
import { isDense, isSparse } from './slice-rows.ts';

export type CatboostMethod = 'predict' | 'predict_proba' | 'margin';

/**
 * Loads a model of CatBoost over float and categorical features: the binary format (`cbm`) or its JSON export; pickles are
 * opened by `load`. Cells of categories are texts, whole numbers or booleans. `predict` answers labels where the file has them, or
 * what the loss function's `Exponent` is, `margin` the raw values. Throws `ScoringError`: `unsupported_model` for other features, `bad_model` for a
 * damaged or hostile file.
 *
 * @example
 * const model = loadCatboost(await readFile('model.cbm'));
 * model.predictOne({ carat: 1.52, cut: 'Fair' });
 */
export function loadCatboost(bytes: Bytes, options?: EngineOptions): Model<CatboostMethod> {
  const file = expectBytes(bytes);
  const { engine } = expectOptions(options, { engine: engineKind });
  return openModel(() => catboostEngine(new CatboostModel(readFile(file))), engine);
}

function readFile(file: Uint8Array): CatboostBooster {
  if (file[0] !== 0x80) return readPlainCatboost(file);
  throw new ScoringError(
    'unsupported_model',
    'The file is a pickle: load() opens it. Or save the model with save_model().',
  );
}

/** A model of CatBoost as a `Model` has it. */
export function catboostEngine(model: CatboostModel): Engine<CatboostMethod> {
  const { booster } = model;
  const names = namesOf(booster);
  const { categoricalColumns } = booster;
  const booleans = booleanColumns(booster.derived);
  const cells = new Map(categoricalColumns.map((column) => [column, categoryReader(booleans.has(column))]));
  const reader = new MatrixReader({ names, cells, optional: unusedOf(booster, names) });
  const labels = labelsOf(booster);
  const classes = labels.length > 1 ? labels : undefined;
  const answer = (rows: DenseRows, { method }: Call<CatboostMethod>): Scored => {
    const categories = hashesOf(rows, categoricalColumns);
    if (method !== 'predict' || !classLosses.has(booster.lossFunction))
      return numberAnswer(answerColumns[method], model[ours[method]](rows, categories), rows.rowCount);
    return predictLabels(booster, classes ?? [], { margin: model.margin(rows, categories), rowCount: rows.rowCount });
  };
  return {
    format: 'catboost',
    inputs: names.map(
      (name, at): Feature =>
        cells.has(at) ? { name, type: 'category', mayBeMissing: false } : { name, type: 'number', mayBeMissing: true },
    ),
    methods: methodsOf(booster, classes),
    classes,
    options: [],
    score: (rows, call) => {
      if (categoricalColumns.length > 0) refuseNumbers(rows, names[defined(categoricalColumns[0])]);
      return answer(writtenRows(reader.read(rows, call.strict), names.length), call);
    },
    outputsOf: (method) => outputsOf(booster, method, classes),
    describe: () => catboostFacts(booster),
  };
}

const ours = { predict: 'predict', predict_proba: 'probabilities', margin: 'margin' } as const;

function methodsOf({ lossFunction }: CatboostBooster, classes: readonly Cell[] | undefined): CatboostMethod[] {
  if (!classLosses.has(lossFunction)) return ['predict', 'margin'];
  const hasLabels = classes !== undefined || multilabelLosses.has(lossFunction);
  return hasLabels ? ['predict', 'predict_proba', 'margin'] : ['predict_proba', 'margin'];
}

/**
 * The label of the largest raw value, for two classes by the threshold; of several labels at once 0 and 1 for each. Source:
 * CatBoost's `eval_helpers.cpp`.
 */
function predictLabels(
  { lossFunction, classBorder, outputCount }: CatboostBooster,
  classes: readonly Cell[],
  { margin, rowCount }: { margin: Float64Array; rowCount: number },
): Scored {
  if (multilabelLosses.has(lossFunction))
    return numberAnswer(
      'prediction',
      margin.map((value) => (value > 0 ? 1 : 0)),
      rowCount,
    );
  const places = Int32Array.from({ length: rowCount }, (_none, row) => {
    if (outputCount === 1) return defined(margin[row]) > classBorder ? 1 : 0;
    const raw = margin.subarray(row * outputCount, (row + 1) * outputCount);
    return raw.reduce((best, value, at) => (value > defined(raw[best]) ? at : best), 0);
  });
  return labelAnswer(Array.from(places, (place) => classes[place] ?? null));
}

function outputsOf(
  { lossFunction, outputCount }: CatboostBooster,
  method: CatboostMethod,
  classes: readonly Cell[] | undefined,
): Output[] {
  const name = answerColumns[method];
  if (method === 'predict' && classes !== undefined && classLosses.has(lossFunction))
    return [{ name, kind: classes.some((label) => typeof label === 'string') ? 'other' : 'number' }];
  return [numberOutput(name, method === 'predict_proba' ? Math.max(2, outputCount) : outputCount)];
}

/** CatBoost calls columns without a name by their number. */
function namesOf({ trainedNames, featureCount }: CatboostBooster): readonly string[] {
  return trainedNames.length > 0 ? trainedNames : Array.from({ length: featureCount }, (_none, at) => String(at));
}

/** Columns that no tree looks at may be left out, as in the library. */
function unusedOf({ trainedNames, columnNames }: CatboostBooster, names: readonly string[]): ReadonlySet<string> {
  return new Set(trainedNames.length === 0 ? [] : names.filter((_name, at) => !columnNames.has(at)));
}

/** Labels that are all numbers, all booleans or all texts; booleans and floats are known by the file's type. */
function labelsOf({ classNames, classType }: CatboostBooster): readonly Cell[] {
  const isBoolean = classType === 'Boolean';
  const labels = classNames.map((label) => (isBoolean && typeof label === 'number' ? label !== 0 : label));
  return labels.every((label) => ['string', 'number', 'boolean', 'bigint'].includes(typeof label))
    ? (labels as Cell[])
    : [];
}

/** Texts whose hashes are remembered at once. */
const MAX_KNOWN = 100_000;

/** `isBoolean`: of a column of booleans, whose words are booleans too. */
function categoryReader(isBoolean: boolean): ReadCell {
  const known = new Map<string, number>();
  return (cell, place) => {
    const text = isBoolean ? (own(booleanWords, String(cell)) ?? categoryText(cell)) : categoryText(cell);
    if (text === undefined) throw wrongCell(cell, place, 'a category (a text, a whole number or a boolean)');
    const hash = known.get(text) ?? hashCategory(text);
    if (known.size < MAX_KNOWN) known.set(text, hash);
    return hash;
  };
}

function hashesOf({ values, rowCount, columnCount }: DenseRows, columns: readonly number[]): Categories {
  return new Map(
    columns.map((column) => {
      const hashes = new Int32Array(rowCount);
      for (let row = 0; row < rowCount; row++) hashes[row] = defined(values[row * columnCount + column]);
      return [column, hashes];
    }),
  );
}

function refuseNumbers(rows: Rows, column: string | undefined): void {
  if (typeof rows !== 'object' || rows === null || !(isDense(rows) || isSparse(rows))) return;
  const text = `Column "${column}" has categories, which blocks of numbers cannot hold: give rows as objects or lists, or columns by name.`;
  throw new ScoringError('wrong_type', text, column === undefined ? {} : { column });
}
