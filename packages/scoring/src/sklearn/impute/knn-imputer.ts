import { joinColumns, newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { readIndicator, readMissing } from './missing-indicator.ts';

/**
 * KNNImputer: a missing cell becomes the mean of that column over the nearest fitted rows that have it, by Euclidean
 * distance over the columns both rows have, scaled up by their share. Columns never seen filled go.
 */
export function readKnnImputer(fitted: Fitted): Estimator {
  const donors = fitted.matrix('_fit_X');
  const neighbors = fitted.number('n_neighbors');
  const weights = fitted.text('weights', 'uniform');
  if (fitted.text('metric', 'nan_euclidean') !== 'nan_euclidean')
    throw fitted.refuse('its metric is not nan_euclidean');
  const { isMissing, allowed } = readMissing(fitted);
  const isGap = Uint8Array.from(donors.values, (value) => (isMissing(value) ? 1 : 0));
  const kept = Array.from({ length: donors.columns }, (_none, column) => column).filter((column) =>
    fitted.flag('keep_empty_features', false) ? true : !isEmpty(donors, isGap, column),
  );
  const indicator = fitted.has('indicator_') ? readIndicator(fitted.object('indicator_')) : undefined;
  const context: Donors = { kept, donors, isGap, neighbors, byDistance: weights === 'distance' };
  const transform = (table: Table) => {
    const matrix = finiteMatrix(toMatrix(table, donors.columns), fitted, allowed);
    const answer = newMatrix(matrix.rows, kept.length);
    for (let row = 0; row < matrix.rows; row++) {
      const cells = matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns);
      answer.values.set(fillRow(cells, context, isMissing), row * kept.length);
    }
    return indicator === undefined ? answer : joinColumns([answer, indicator(table)], table.rows);
  };
  return { transform };
}

interface Donors {
  /** Columns that are in the answer. */
  readonly kept: readonly number[];
  readonly donors: Coefficients;
  /** 1 where a donor's cell is missing. */
  readonly isGap: Uint8Array;
  readonly neighbors: number;
  readonly byDistance: boolean;
}

function isEmpty({ rows, columns }: Coefficients, isGap: Uint8Array, column: number): boolean {
  for (let row = 0; row < rows; row++) if (isGap[row * columns + column] === 0) return false;
  return true;
}

/** A row's kept cells, gaps filled. */
function fillRow(cells: Float64Array, context: Donors, isMissing: (x: number) => boolean): number[] {
  let distances: Float64Array | undefined;
  return context.kept.map((column) => {
    const value = cells[column];
    return isMissing(value) ? impute(column, (distances ??= distancesTo(cells, context, isMissing)), context) : value;
  });
}

/** NaN where a donor shares no column with the row. */
function distancesTo(cells: Float64Array, { donors, isGap }: Donors, isMissing: (x: number) => boolean): Float64Array {
  const distances = new Float64Array(donors.rows);
  for (let row = 0; row < donors.rows; row++) {
    let sum = 0;
    let shared = 0;
    for (let column = 0; column < donors.columns; column++) {
      const place = row * donors.columns + column;
      if (isGap[place] === 1 || isMissing(cells[column])) continue;
      sum += (cells[column] - donors.values[place]) ** 2;
      shared++;
    }
    distances[row] = shared === 0 ? Number.NaN : Math.sqrt((sum * donors.columns) / shared);
  }
  return distances;
}

function impute(column: number, distances: Float64Array, { donors, isGap, neighbors, byDistance }: Donors): number {
  const valueOf = (row: number) => donors.values[row * donors.columns + column];
  const candidates = Array.from(distances.keys()).filter((row) => isGap[row * donors.columns + column] === 0);
  if (candidates.length === 0) return 0; // an empty column that is kept
  const near = candidates.filter((row) => !Number.isNaN(distances[row]));
  const chosen = near.length === 0 ? candidates : near.sort((a, b) => distances[a] - distances[b]).slice(0, neighbors);
  const isExact = chosen.some((row) => distances[row] === 0);
  let sum = 0;
  let total = 0;
  for (const row of chosen) {
    const weight = !byDistance || near.length === 0 ? 1 : isExact ? Number(distances[row] === 0) : 1 / distances[row];
    sum += weight * valueOf(row);
    total += weight;
  }
  return sum / total;
}
