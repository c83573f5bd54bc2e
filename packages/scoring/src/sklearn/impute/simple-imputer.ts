import { GivenCells } from '../../frame/given-cells.ts';
import { selectColumns } from '../../frame/select-columns.ts';
import { SparseTable, withoutZeros } from '../../frame/sparse-table.ts';
import {
  type Cells,
  cellList,
  columnCount,
  columnOf,
  joinColumns,
  newMatrix,
  type Table,
  type TableColumn,
  toMatrix,
} from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { missingWords } from '../../text/missing-words.ts';
import { formatPythonFloat } from '../../text/python-float.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelCells } from '../label-cells.ts';
import { storedCells } from '../stored-cells.ts';
import { type MissingRule, readIndicator, readMissing } from './missing-indicator.ts';

/** SimpleImputer: missing cells become the statistic of their column; columns without a statistic go. */
export function readSimpleImputer(fitted: Fitted): Estimator {
  const statistics = readStatistics(fitted);
  const rule = readMissing(fitted);
  if (statistics.kind === 'string') fitted.readCells();
  const keepsAny = keepsColumnsWithoutStatistic(fitted);
  const kept = cellList(statistics)
    .map((value, column) => (keepsAny || isStatistic(value) ? column : -1))
    .filter((column) => column >= 0);
  const keepsAll = kept.length === statistics.values.length;
  const isNumeric = isNumberArray(fitted.raw('statistics_'));
  const indicator = fitted.has('indicator_') ? readIndicator(fitted.object('indicator_')) : undefined;
  const transform = (given: Table) => {
    // A zero may be what is missing: then all cells are looked at.
    const table = isNumeric && !rule.isMissing(0) ? withoutZeros(given) : given;
    const selected = keepsAll ? table : selectColumns(table, kept);
    const filled = fill(
      selected,
      kept.map((column) => statistics.values[column]),
      rule,
    );
    return indicator === undefined ? filled : joinColumns([filled, indicator(table)], table.rows);
  };
  const count = statistics.values.length;
  return {
    transform: (table) => {
      if (isNumeric && storedCells(table, fitted, rule.allowed) === undefined)
        finiteMatrix(table, fitted, rule.allowed);
      return transform(checked(table, count));
    },
  };
}

/** Before release 1.8 a constant was filled into columns that had no cell in training too. */
function keepsColumnsWithoutStatistic(fitted: Fitted): boolean {
  if (fitted.flag('keep_empty_features', false)) return true;
  return !fitted.atLeast(1, 8) && fitted.text('strategy', 'mean') === 'constant';
}

/** Whether it was fitted on numbers: scikit-learn then takes neither infinite cells nor, with a number as marker, NaN. */
const isNumberArray = (value: unknown) => value instanceof NdArray && 'fiu'.includes(value.dtype.kind);

function checked(table: Table, columns: number): Table {
  return columnCount(table) === columns ? table : toMatrix(table, columns);
}

function isStatistic(value: string | number | null): boolean {
  return value !== null && !Number.isNaN(value);
}

function readStatistics(fitted: Fitted): Cells {
  const value = fitted.raw('statistics_');
  if (!(value instanceof NdArray)) throw fitted.unknown('statistics_', 'an array');
  const items = value.values();
  const cells = labelCells(items);
  if (cells !== undefined) return cells;
  // Columns of numbers and of texts in one array of objects: each keeps its own kind.
  const isCell = (item: unknown) => typeof item === 'number' || typeof item === 'string' || item === null;
  if (!items.every(isCell)) throw fitted.unknown('statistics_', 'an array of numbers and texts');
  return { kind: 'string', values: items as (string | null)[] };
}

function fill(table: Table, statistics: readonly (string | number | null)[], rule: MissingRule): Table {
  const { isMissing } = rule;
  if (table instanceof SparseTable && statistics.every((value) => typeof value === 'number')) {
    const cells = table.asSparse();
    const filled = cells.values.map((value, at) => (isMissing(value) ? statistics[cells.columns[at]] : value));
    return new SparseTable({ ...cells, values: filled }, table.columns);
  }
  if (table.kind === 'matrix' && statistics.every((value) => typeof value === 'number')) {
    const { rows, columns, values } = table;
    const filled = values.map((value, at) => (isMissing(value) ? statistics[at % columns] : value));
    return newMatrix(rows, columns, filled);
  }
  const cells = statistics.map((statistic, at): TableColumn => {
    const column = columnOf(table, at);
    if (column.kind === 'value') return fillGiven(column, statistic, rule);
    const filled = cellList(column).map((value) => (isMissing(value) ? statistic : value));
    if (filled.every((value) => typeof value === 'number'))
      return { kind: 'number', values: Float64Array.from(filled) };
    return { kind: 'string', values: filled.map((value) => (value === null ? null : String(value))) };
  });
  return { kind: 'mixed', rows: table.rows, cells };
}

/**
 * Cells keep their form: behind them, categories decide whether a text of CSV is a number. A statistic that is a number is written in
 * digits; one that is a text makes all cells texts if it is a word for missing, or if such words are not what was filled.
 */
function fillGiven(column: GivenCells, statistic: string | number | null, rule: MissingRule): GivenCells {
  const { isMissing } = rule;
  const plain = rule.cellsOf(column);
  const isText = typeof statistic === 'string' && (missingWords.has(statistic) || !isMissing(null));
  const fill = typeof statistic === 'string' || column.isTyped ? statistic : formatPythonFloat(statistic ?? Number.NaN);
  const cells = column.values.map((cell, row) => (isMissing(plain[row]) ? fill : cell));
  return new GivenCells(cells, column.isTyped || isText, column.place);
}
