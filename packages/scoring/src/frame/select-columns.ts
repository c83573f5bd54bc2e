import type { SparseCells } from './sparse-cells.ts';
import { SparseTable } from './sparse-table.ts';
import { sparseCells, type Table, toMatrix } from './table.ts';

/** The columns at the given places, in that order; names go along. */
export function selectColumns(table: Table, places: readonly number[] | Int32Array): Table {
  const names =
    table.names === undefined ? {} : { names: Array.from(places, (place) => (table.names as string[])[place]) };
  const isSparse = table.isSparse === true;
  if (table.kind === 'mixed' && table.isNumeric !== true) {
    const cells = Array.from(places, (place) => table.cells[place]);
    return { kind: 'mixed', rows: table.rows, cells, isSparse, ...names };
  }
  const stored = isAscending(places) ? sparseCells(table) : undefined;
  if (stored !== undefined) return selectStored(stored, places, isSparse);
  const width = places.length;
  const { columns, values: cells } = toMatrix(table);
  const values = new Float64Array(table.rows * width);
  for (let row = 0; row < table.rows; row++) {
    for (let at = 0; at < width; at++) values[row * width + at] = cells[row * columns + places[at]];
  }
  return { kind: 'matrix', rows: table.rows, columns: width, values, isSparse, ...names };
}

function isAscending(places: ArrayLike<number>): boolean {
  for (let at = 1; at < places.length; at++) if (places[at] <= places[at - 1]) return false;
  return true;
}

/** The places have to ascend: each cell is looked up among them, so that the width of the table costs nothing. */
function selectStored({ starts, columns, values }: SparseCells, places: ArrayLike<number>, isSparse: boolean) {
  const rows = starts.length - 1;
  const kept = { starts: new Int32Array(rows + 1), columns: new Int32Array(columns.length), values: values.slice() };
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const place = indexOf(places, columns[at]);
      if (place < 0) continue;
      kept.columns[count] = place;
      kept.values[count++] = values[at];
    }
    kept.starts[row + 1] = count;
  }
  const cells = { ...kept, columns: kept.columns.subarray(0, count), values: kept.values.subarray(0, count) };
  const table = new SparseTable(cells, places.length);
  table.isSparse = isSparse;
  return table;
}

/** By halves; -1 for none. */
function indexOf(ascending: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === wanted ? low : -1;
}
