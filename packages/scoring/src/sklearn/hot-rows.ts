import { SparseTable } from '../frame/sparse-table.ts';
import { type Matrix, type MixedTable, newMatrix } from '../frame/table.ts';

/** Up to this many columns zeros are as quick as what passes over them. */
const MAX_DENSE_COLUMNS = 1024;

/**
 * Rows with ones at `places` (`perRow` of them for each row, ascending; negative for none) and zeros elsewhere. Of many
 * columns the zeros are written only for an estimator that asks for them.
 */
export function hotRows(places: Int32Array, perRow: number, columns: number): Matrix | MixedTable {
  return columns <= MAX_DENSE_COLUMNS ? denseHot(places, perRow, columns) : sparseHot(places, perRow, columns);
}

function denseHot(places: Int32Array, perRow: number, columns: number): Matrix {
  const answer = newMatrix(places.length / perRow, columns);
  places.forEach((place, at) => {
    if (place >= 0) answer.values[Math.floor(at / perRow) * columns + place] = 1;
  });
  return answer;
}

function sparseHot(places: Int32Array, perRow: number, columns: number): SparseTable {
  const kept = places.filter((place) => place >= 0);
  const starts = new Int32Array(places.length / perRow + 1);
  for (let at = 0, count = 0; at < places.length; at++) {
    if (places[at] >= 0) count++;
    if ((at + 1) % perRow === 0) starts[(at + 1) / perRow] = count;
  }
  return new SparseTable({ starts, columns: kept, values: new Float64Array(kept.length).fill(1) }, columns);
}
