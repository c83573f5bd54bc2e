import { booleanColumns, booleanWords } from '../../boosters/catboost/boolean-columns.ts';
import { CatboostModel } from '../../boosters/catboost/catboost-model.ts';
import { type Categories, categoryText, hashCategory } from '../../boosters/catboost/categories.ts';
import { loadCatboost } from '../../boosters/catboost/load-catboost.ts';
import { multilabelLosses } from '../../boosters/catboost/losses.ts';
import type { CatboostBooster } from '../../boosters/catboost/read-catboost-json.ts';
import { usedColumns } from '../../boosters/catboost/used-columns.ts';
import type { DenseRows } from '../../frame/feature-rows.ts';
import type { LabelType } from '../../frame/label-type.ts';
import { selectColumns } from '../../frame/select-columns.ts';
import { SparseTable } from '../../frame/sparse-table.ts';
import {
  type Cells,
  columnCount,
  columnOf,
  type Matrix,
  newMatrix,
  sparseCells,
  type Table,
  type TableColumn,
} from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { NumberRules } from '../../text/cell-number.ts';
import { missingWords } from '../../text/missing-words.ts';
import { parseAsciiFloat } from '../../text/python-float.ts';
import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import { argmax } from '../argmax.ts';
import { placeOf } from '../arrange-columns.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelCells } from '../label-cells.ts';
import { labelsAt } from '../labels-at.ts';
import { denseRows } from './dense-rows.ts';

/**
 * What CatBoost takes for a number in a text, and pandas: no underscores, and neither blanks nor digits beyond ASCII. Missing
 * to it are more words. Source: `IsMissingValue` of CatBoost 1.2.
 */
export const catboostNumbers: NumberRules = {
  missing: new Set([...missingWords, '-', 'Na', 'na', 'NAN', 'Null', 'none']),
  parse: parseAsciiFloat,
};

/** CatBoost's name of a type of labels → numpy's, where it decides on their text. */
const labelTypes: Readonly<Record<string, LabelType>> = { Boolean: 'boolean', Float: 'float64', Integer: 'integer' };

/** Texts whose hashes are remembered at once. */
const MAX_KNOWN = 100_000;

/**
 * CatBoostClassifier as a step: probabilities, and the label of the largest raw value; for two classes by the model's
 * threshold, for several labels at once 0 and 1 for each. Source: CatBoost's `core.py` and `eval_helpers.cpp`, 0.26 to
 * 1.2.
 */
export function readCatboostClassifier(fitted: Fitted): Estimator {
  const model = readModel(fitted);
  const answerOf = answersOf(model);
  const predictProba = (table: Table) => answerOf(table, 'probabilities');
  const margin = (table: Table) => answerOf(table, 'margin');
  if (multilabelLosses.has(model.booster.lossFunction)) {
    const predict = (table: Table) => {
      const { rows, columns, values } = margin(table);
      return newMatrix(
        rows,
        columns,
        values.map((value) => (value > 0 ? 1 : 0)),
      );
    };
    return { isWhole: true, predictProba, predict };
  }
  const classes = classesOf(model.booster);
  if (classes === undefined || classes.values.length < 2)
    throw fitted.refuse('its labels are neither numbers nor texts');
  // Where a class has a raw value of its own, CatBoost answers a table of one column.
  const isNested = model.booster.outputCount > 1;
  const { classBorder } = model.booster;
  const rank = (raw: Matrix) =>
    raw.columns > 1 ? argmax(raw) : Int32Array.from(raw.values, (value) => +(value > classBorder));
  return { classes, isNested, predictProba, predict: (table) => labelsAt(classes, rank(margin(table))) };
}

/** CatBoostRegressor and CatBoostRanker as a step. */
export function readCatboostRegressor(fitted: Fitted): Estimator {
  const answerOf = answersOf(readModel(fitted));
  return { predict: (table) => answerOf(table, 'predict') };
}

/** The labels with their type: JSON does not distinguish 1 from 1.0. */
function classesOf({ classNames, classType }: CatboostBooster): Cells | undefined {
  const cells = labelCells(classNames);
  const type = own(labelTypes, classType ?? '');
  return cells?.kind !== 'number' || type === undefined ? cells : { ...cells, type };
}

function readModel(fitted: Fitted): CatboostModel {
  const bytes = fitted.raw('__model');
  if (bytes instanceof Uint8Array && bytes[0] === 0x43) {
    const model = loadCatboost(bytes);
    fitted.findNames(model.booster.trainedNames);
    if (model.booster.categoricalColumns.length > 0) fitted.readCells();
    return model;
  }
  throw fitted.unknown('__model', 'a fitted model');
}

type AnswerOf = (table: Table, method: 'predict' | 'probabilities' | 'margin') => Matrix;

/** What a model answers; of cells that are stored the columns that its trees look at are written out. */
function answersOf(model: CatboostModel): AnswerOf {
  const { booster } = model;
  const isNumeric = booster.derived.length === 0 && booster.categoricalColumns.length === 0;
  let used: { readonly model: CatboostModel; readonly columns: Int32Array } | undefined;
  const take = (table: Table) => {
    const stored = isNumeric ? sparseCells(table) : undefined;
    const width = columnCount(table);
    if (stored === undefined || width < booster.featureCount) return { model, ...readCatboostRows(table, booster) };
    used ??= onlyUsed(booster);
    const rows = denseRows(selectColumns(new SparseTable(stored, width), used.columns));
    return { model: used.model, rows, categories: new Map<number, Int32Array>() };
  };
  return (table, method) => {
    const { model: taken, rows, categories } = take(table);
    const values = taken[method](rows, categories);
    return newMatrix(table.rows, values.length / table.rows, values);
  };
}

function onlyUsed(booster: CatboostBooster) {
  const { booster: narrow, columns } = usedColumns(booster);
  return { model: new CatboostModel(narrow), columns };
}

/** The rows as numbers, and the hashes of the cells that are categories. */
export function readCatboostRows(
  given: Table,
  booster: CatboostBooster,
): { readonly rows: DenseRows; readonly categories: Categories } {
  const { featureCount, categoricalColumns, derived } = booster;
  const input = arrange(given, booster);
  if (categoricalColumns.length === 0) return { rows: denseRows(withNumbers(input)), categories: new Map() };
  const width = columnCount(input);
  if (width < featureCount) {
    throw new ScoringError('wrong_size', `The CatBoost model needs ${featureCount} columns, the rows have ${width}.`);
  }
  const columns = Array.from({ length: width }, (_none, column) => columnOf(input, column));
  const booleans = booleanColumns(derived);
  const categories = new Map(
    categoricalColumns.map((column) => [column, hashesOf(defined(columns[column]), column, booleans.has(column))]),
  );
  const zeros: TableColumn = { kind: 'number', values: new Float64Array(input.rows) };
  const cells = columns.map((column, at) => (categories.has(at) ? zeros : numbersOf(column)));
  return { rows: denseRows({ kind: 'mixed', rows: input.rows, cells }), categories };
}

const numbersOf = (column: TableColumn): TableColumn =>
  column.kind === 'value' ? { kind: 'number', values: column.numbers(catboostNumbers) } : column;

function withNumbers(table: Table): Table {
  if (table.kind === 'matrix' || !table.cells.some(({ kind }) => kind === 'value')) return table;
  return { kind: 'mixed', rows: table.rows, cells: table.cells.map(numbersOf) };
}

/** Columns by their names, if model and input have names: what the model does not use may be missing, and others be there. */
function arrange(table: Table, { columnNames, featureCount }: CatboostBooster): Table {
  const { names, rows } = table;
  if (names === undefined || columnNames.size === 0) return table;
  const zeros: TableColumn = { kind: 'number', values: new Float64Array(rows) };
  const cells = Array.from({ length: featureCount }, (_none, column) => {
    const name = columnNames.get(column);
    return name === undefined ? zeros : columnOf(table, placeOf(name, names));
  });
  return { kind: 'mixed', rows, cells };
}

/**
 * The hash of each category's text: the text of the cell of CSV, else the digits of whole numbers; of booleans, in a
 * column of booleans also in words, 1 and 0. Source: `get_cat_factor_bytes_representation` of CatBoost's `_catboost.pyx`.
 */
function hashesOf(cells: TableColumn, column: number, isBoolean: boolean): Int32Array {
  const known = new Map<string, number>();
  const hashes = new Int32Array(cells.values.length);
  for (let row = 0; row < hashes.length; row++) {
    const cell = cells.kind === 'value' ? cells.at(row) : cells.values[row];
    const text = isBoolean ? (own(booleanWords, String(cell)) ?? categoryText(cell)) : categoryText(cell);
    if (text === undefined) throw noCategory(cells, row, column);
    const hash = known.get(text) ?? hashCategory(text);
    // Bounds the memory, whatever the input.
    if (known.size < MAX_KNOWN) known.set(text, hash);
    hashes[row] = hash;
  }
  return hashes;
}

function noCategory(cells: TableColumn, row: number, column: number): ScoringError {
  const what = 'is no category; CatBoost takes whole numbers and texts, and a missing one only as a text of its own';
  if (cells.kind === 'value') return cells.refuse(row, what);
  const value = cells.values[row];
  return new ScoringError('wrong_type', `Row ${row + 1}, column ${column}: ${value} ${what}.`, { row, column, value });
}
