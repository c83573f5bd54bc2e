import { GivenCells } from '../../frame/given-cells.ts';
import { type RowTypes, rowTypes } from '../../frame/row-types.ts';
import { selectColumns } from '../../frame/select-columns.ts';
import { SparseTable, withoutZeros } from '../../frame/sparse-table.ts';
import {
  type Cells,
  cellList,
  columnCount,
  columnOf,
  joinColumns,
  newMatrix,
  sparseCells,
  type Table,
  type TableColumn,
  toMatrix,
} from '../../frame/table.ts';
import { DType } from '../../pickle/numpy/dtype.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { missingWords } from '../../text/missing-words.ts';
import { formatPythonFloat } from '../../text/python-float.ts';
import type { Estimator, OutputTypes } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelCells } from '../label-cells.ts';
import { storedCells } from '../stored-cells.ts';
import { withType } from '../transform-type.ts';
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
  const isDouble = ['mean', 'median'].includes(fitted.text('strategy', 'mean'));
  const isObjects = isOfObjects(fitted);
  const indicator = fitted.has('indicator_') ? readIndicator(fitted.object('indicator_')) : undefined;
  const transform = (given: Table) => {
    // A zero may be what is missing: then all cells are looked at.
    const table = isNumeric && !rule.isMissing(0) ? withoutZeros(given) : given;
    const selected = keepsAll ? table : selectColumns(table, kept);
    const numbers = isDouble && selected.kind === 'mixed' && sparseCells(selected) === undefined;
    const filled = fill(
      numbers ? toMatrix(selected) : selected,
      kept.map((column) => statistics.values[column]),
      rule,
    );
    if (indicator === undefined) return filled;
    const flags = indicator(table);
    return joinColumns([filled, isObjects ? withType(flags, 'boolean') : flags], table.rows);
  };
  const count = statistics.values.length;
  return {
    ...keptTypes(fitted, indicator === undefined),
    transform: (table) => {
      if (isNumeric && storedCells(table, fitted, rule.allowed) === undefined)
        finiteMatrix(table, fitted, rule.allowed);
      return transform(checked(table, count));
    },
  };
}

/**
 * Means and medians are doubles; other statistics leave the type of the rows (a constant among doubles takes no others), and of an
 * imputer that was fitted on objects each cell has its own.
 */
function keptTypes(fitted: Fitted, isAlone: boolean): Pick<Estimator, OutputTypes> {
  if (isOfObjects(fitted)) {
    const objects = (table: Table): RowTypes => Array.from({ length: table.rows }, () => undefined);
    return { rowTypes: objects, keepsTypes: true };
  }
  const strategy = fitted.text('strategy', 'mean');
  const keeps = strategy === 'most_frequent' || (strategy === 'constant' && !isFloats(fitted.raw('_fill_dtype')));
  return keeps && isAlone ? { rowTypes, keepsTypes: true } : {};
}

/** Whether it was fitted on an array of objects; releases that do not say so have texts among the statistics. */
function isOfObjects(fitted: Fitted): boolean {
  const type = fitted.raw('_fit_dtype');
  if (type instanceof DType) return type.kind === 'O';
  const statistics = fitted.raw('statistics_');
  return statistics instanceof NdArray && statistics.values().some((value) => typeof value === 'string');
}

const isFloats = (value: unknown) => value instanceof DType && value.kind === 'f';

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
  const cells = new Map(plain.flatMap((cell, row) => (isMissing(cell) ? [[row, fill] as const] : [])));
  return column.filled(cells, column.isTyped || isText);
}
