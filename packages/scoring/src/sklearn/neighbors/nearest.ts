import type { SparseCells } from '../../frame/sparse-cells.ts';
import { type Table, toMatrix } from '../../frame/table.ts';
import { nearestExpanded } from '../../kernels/linear/nearest-expanded.ts';
import { NearestList, type NearestPoints } from '../../kernels/linear/nearest-list.ts';
import { nearestRows } from '../../kernels/linear/nearest-rows.ts';
import type { Coefficients } from '../coefficients.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import type { FittedPoints } from '../fitted-points.ts';
import { storedBeside } from '../stored-cells.ts';
import { type Metric, readMetric } from './metric.ts';
import { type RowSearch, readSearchAsFitted } from './search-as-fitted.ts';
import { readStoredMetric } from './stored-metric.ts';

/**
 * Widest rows that are written out for the kernel: up to here rounding leaves less in a square (2^-53 of the lengths for each
 * column) than the kernel allows for (2^-44).
 */
const MAX_COLUMNS = 64;
/** Below this many rows a look at all points is as quick. */
const MIN_ROWS = 8;

/** The nearest fitted rows of one row, nearest first. */
export interface Nearest {
  readonly places: Int32Array;
  readonly distances: Float64Array;
}

type VisitNearest = (row: number, nearest: Nearest) => void;

/** Finds the `count` nearest fitted rows of each row. */
export type FindNearest = (table: Table, count: number, visit: VisitNearest) => void;

/** Told how far a row is from every fitted row, in their order. */
type VisitDistances = (row: number, distances: Float64Array) => void;

/** Of cells that are stored, or of tables with all cells. */
export function readNearest(fitted: Fitted): FindNearest {
  const points = fitted.points('_fit_X');
  const stored = readStoredMetric(fitted, points);
  let search: FindNearest | undefined;
  const searchAllCells = () => (search ??= searchMatrix(fitted, points.matrix));
  if (stored === undefined) searchAllCells();
  return (table, count, visit) => {
    const cells = stored === undefined || stored.isSlower ? undefined : storedBeside(points, table, fitted);
    if (stored === undefined || cells === undefined) return searchAllCells()(table, count, visit);
    const visitFound = (row: number, found: NearestPoints) =>
      visit(row, { places: found.places, distances: found.squares.map(stored.finish) });
    if (stored.isExpanded && searchNarrow({ cells, table }, points, { count, visit: visitFound })) return;
    stored.eachRow(cells, (row, compared) => visitFound(row, stored.nearest(compared, count)));
  };
}

/** Narrow rows are written out for the kernel; a look at each pair of rows would take longer than what is stored saves. */
function searchNarrow(
  { cells, table }: { readonly cells: SparseCells; readonly table: Table },
  points: FittedPoints,
  wanted: { readonly count: number; readonly visit: (row: number, found: NearestPoints) => void },
): boolean {
  if (points.columns > MAX_COLUMNS || table.rows < MIN_ROWS) return false;
  const all = toMatrix(table, points.columns);
  const measured = { all: points.matrix, lengths: points.stored.lengths };
  return nearestExpanded({ stored: cells, all }, measured, wanted);
}

/**
 * The nearest by a look at every fitted row, which is fast; where the last one taken is as far as the first one left out, by
 * scikit-learn's own search, which decides which of them it takes.
 */
function searchMatrix(fitted: Fitted, points: Coefficients): FindNearest {
  const family = readMetric(fitted);
  const metric = family.over(points);
  const search = readSearchAsFitted(fitted, points, family);
  const lookAtAll = searchAll(metric, points);
  return (table, count, visit) => {
    const matrix = finiteMatrix(table, fitted);
    if (matrix.columns !== points.columns) throw fitted.unknown('_fit_X', 'as wide as the input');
    const visitOne = (row: number, found: NearestPoints) => {
      const isTied = count < points.rows && found.squares[count - 1] === found.squares[count];
      const { places, squares } =
        isTied && search !== undefined ? search(matrix.values, row * matrix.columns, count) : found;
      visit(row, {
        places: places.subarray(0, count),
        distances: squares.subarray(0, count).map((square) => metric.finish(square)),
      });
    };
    if (family.stored === 'squares') nearestRows(matrix, points, count + 1, visitOne);
    else
      for (let row = 0; row < matrix.rows; row++)
        visitOne(row, lookAtAll(matrix.values, row * matrix.columns, count + 1));
  };
}

/** Distances of each row from every fitted row, in their order. */
export function readDistances(fitted: Fitted): (table: Table, visit: VisitDistances) => void {
  const points = fitted.points('_fit_X');
  const stored = readStoredMetric(fitted, points);
  const family = readMetric(fitted);
  const metricOver = (rows: Coefficients) => family.over(rows);
  let metric: Metric | undefined;
  return (table, visit) => {
    const cells = stored === undefined || stored.isSlower ? undefined : storedBeside(points, table, fitted);
    if (stored !== undefined && cells !== undefined)
      return stored.eachRow(cells, (row, compared) => visit(row, compared.map(stored.finish)));
    const { compare, finish } = (metric ??= metricOver(points.matrix));
    const { rows, columns, values } = finiteMatrix(table, fitted);
    if (columns !== points.columns) throw fitted.unknown('_fit_X', 'as wide as the input');
    for (let row = 0; row < rows; row++) {
      const distanceOf = (_none: unknown, place: number) => finish(compare(values, row * columns, place * columns));
      visit(row, Float64Array.from({ length: points.rows }, distanceOf));
    }
  };
}

/** The nearest of all fitted rows, of equals the first. */
function searchAll(metric: Metric, points: Coefficients): RowSearch {
  return (cells, start, count) => {
    const nearest = new NearestList(Math.min(count, points.rows));
    for (let place = 0; place < points.rows; place++)
      nearest.offer(place, metric.compare(cells, start, place * points.columns));
    return nearest;
  };
}
