import { type Categories, hashCategory } from '../../catboost/categories.ts';
import { loadCatboost } from '../../catboost/load-catboost.ts';
import type { CatboostModel } from '../../catboost/catboost-model.ts';
import type { CatboostBooster } from '../../catboost/read-catboost-json.ts';
import { formatPythonFloat } from '../../codec/python-float.ts';
import type { DenseRows } from '../../frame/feature-rows.ts';
import { ScoringError } from '../../scoring-error.ts';
import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import { type Fitted, labelCells } from '../fitted.ts';
import { type Cells, cellList, columnCount, columnOf, type Matrix, newMatrix, type Table } from '../table.ts';
import { denseRows } from './lightgbm.ts';

/** CatBoostClassifier as a step: probabilities, and the label of the largest. Source: CatBoost's `core.py`, 0.26 to 1.2. */
export function readCatboostClassifier(fitted: Fitted): Estimator {
  const model = readModel(fitted);
  const classes = labelCells(model.booster.classNames);
  if (classes === undefined || classes.values.length < 2)
    throw fitted.refuse('its labels are neither numbers nor texts');
  const predictProba = (table: Table) => answerOf(model, table);
  return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

/** CatBoostRegressor and CatBoostRanker as a step. */
export function readCatboostRegressor(fitted: Fitted): Estimator {
  const model = readModel(fitted);
  return { predict: (table) => answerOf(model, table) };
}

function readModel(fitted: Fitted): CatboostModel {
  const bytes = fitted.raw('__model');
  if (bytes instanceof Uint8Array && bytes[0] === 0x43) return loadCatboost(bytes);
  throw fitted.unknown('__model', 'a fitted model');
}

function answerOf(model: CatboostModel, table: Table): Matrix {
  const { rows, categories } = readCatboostRows(table, model.booster);
  const values = model.predict(rows, categories);
  return newMatrix(table.rows, values.length / table.rows, values);
}

/** The rows as numbers, and the hashes of the cells that are categories. */
export function readCatboostRows(
  input: Table,
  { featureCount, categoricalColumns }: CatboostBooster,
): { readonly rows: DenseRows; readonly categories: Categories } {
  if (categoricalColumns.length === 0) return { rows: denseRows(input), categories: new Map() };
  const width = columnCount(input);
  if (width < featureCount) {
    throw new ScoringError('wrong_size', `The CatBoost model needs ${featureCount} columns, the rows have ${width}.`);
  }
  const columns = Array.from({ length: width }, (_none, column) => columnOf(input, column));
  const categories = new Map(categoricalColumns.map((column) => [column, hashesOf(columns[column])]));
  const zeros: Cells = { kind: 'number', values: new Float64Array(input.rows) };
  const cells = columns.map((column, at) => (categories.has(at) ? zeros : column));
  return { rows: denseRows({ kind: 'mixed', rows: input.rows, cells }), categories };
}

/** Whole numbers are hashed as Python prints them. */
function hashesOf(cells: Cells): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(cellList(cells), (cell) => {
    const text = typeof cell === 'number' ? numberText(cell) : (cell ?? '');
    const hash = known.get(text) ?? hashCategory(text);
    known.set(text, hash);
    return hash;
  });
}

/** The text of a number that was read from a cell; a missing cell is an empty text. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isSafeInteger(value) ? String(value) : formatPythonFloat(value);
}
