import type { SparseCells } from '../frame/sparse-cells.ts';
import { allColumns, type Matrix, type MixedTable, newMatrix, type TableColumn } from '../frame/table.ts';

/** Up to so many columns zeros are as quick as what passes over them. */
const MAX_DENSE_COLUMNS = 1024;

/**
 * Rows with ones at `places` (`perRow` of them for each row, ascending; negative for none) and zeros elsewhere. Of many
 * columns the zeros are written only for an estimator that asks for them.
 */
export function hotRows(places: Int32Array, perRow: number, columns: number): Matrix | MixedTable {
  const rows = places.length / perRow;
  return columns <= MAX_DENSE_COLUMNS
    ? denseHot(places, perRow, columns)
    : new HotTable(places, { rows, perRow, columns });
}

function denseHot(places: Int32Array, perRow: number, columns: number): Matrix {
  const answer = newMatrix(places.length / perRow, columns);
  places.forEach((place, at) => {
    if (place >= 0) answer.values[Math.floor(at / perRow) * columns + place] = 1;
  });
  return answer;
}

class HotTable implements MixedTable {
  readonly kind = 'mixed';
  readonly isNumeric = true;
  readonly rows: number;
  readonly columns: number;
  readonly #places: Int32Array;
  readonly #perRow: number;
  #matrix: Matrix | undefined;
  #cells: readonly TableColumn[] | undefined;

  constructor(places: Int32Array, { rows, perRow, columns }: { rows: number; perRow: number; columns: number }) {
    this.rows = rows;
    this.columns = columns;
    this.#places = places;
    this.#perRow = perRow;
  }

  asMatrix(): Matrix {
    this.#matrix ??= denseHot(this.#places, this.#perRow, this.columns);
    return this.#matrix;
  }

  get cells(): readonly TableColumn[] {
    this.#cells ??= allColumns(this.asMatrix());
    return this.#cells;
  }

  asSparse(): SparseCells {
    const columns = this.#places.filter((place) => place >= 0);
    const starts = new Int32Array(this.rows + 1);
    for (let at = 0, count = 0; at < this.#places.length; at++) {
      if (this.#places[at] >= 0) count++;
      if ((at + 1) % this.#perRow === 0) starts[(at + 1) / this.#perRow] = count;
    }
    return { starts, columns, values: new Float64Array(columns.length).fill(1) };
  }
}
