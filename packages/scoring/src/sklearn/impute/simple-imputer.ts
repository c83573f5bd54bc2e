import { GivenCells } from '../../frame/given-cells.ts';
import { selectColumns } from '../../frame/select-columns.ts';
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
import { type MissingRule, readIndicator, readMissing } from './missing-indicator.ts';

/** SimpleImputer: missing cells become the statistic of their column; columns without a statistic go. */
export function readSimpleImputer(fitted: Fitted): Estimator {
  const statistics = readStatistics(fitted);
  const rule = readMissing(fitted);
  if (statistics.kind === 'string') fitted.readCells();
  const isConstant = fitted.text('strategy', 'mean') === 'constant';
  const kept = cellList(statistics)
    .map((value, column) => (isConstant || isStatistic(value) ? column : -1))
    .filter((column) => column >= 0);
  const keepsAll = kept.length === statistics.values.length;
  const indicator = fitted.has('indicator_') ? readIndicator(fitted.object('indicator_')) : undefined;
  const transform = (table: Table) => {
    const selected = keepsAll ? table : selectColumns(table, kept);
    const filled = fill(
      selected,
      kept.map((column) => statistics.values[column]),
      rule,
    );
    return indicator === undefined ? filled : joinColumns([filled, indicator(table)], table.rows);
  };
  const count = statistics.values.length;
  const isNumeric = isNumberArray(fitted.raw('statistics_'));
  return {
    transform: (table) => {
      if (isNumeric) finiteMatrix(table, fitted, rule.allowed);
      return transform(checked(table, count));
    },
  };
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
