import type { SparseCells } from './sparse-cells.ts';
import {
  allColumns,
  columnCount,
  type Matrix,
  type MixedTable,
  newMatrix,
  sparseCells,
  type Table,
  type TableColumn,
} from './table.ts';

/** A table of numbers whose zeros are written only for who asks for them. */
export class SparseTable implements MixedTable {
  readonly kind = 'mixed';
  readonly isNumeric = true;
  isSparse = false;
  readonly rows: number;
  readonly columns: number;
  readonly #sparse: SparseCells;
  #matrix: Matrix | undefined;
  #cells: readonly TableColumn[] | undefined;

  constructor(cells: SparseCells, columns: number) {
    this.rows = cells.starts.length - 1;
    this.columns = columns;
    this.#sparse = cells;
  }

  asMatrix(): Matrix {
    this.#matrix ??= written(this.#sparse, this.columns);
    return this.#matrix;
  }

  get cells(): readonly TableColumn[] {
    this.#cells ??= allColumns(this.asMatrix());
    return this.#cells;
  }

  asSparse(): SparseCells {
    return this.#sparse;
  }
}

/** The table; where it has its cells without zeros as well, those alone: its columns are not made to pick some of them. */
export function withoutZeros(table: Table): Table {
  const cells = sparseCells(table);
  if (cells === undefined) return table;
  const stored = new SparseTable(cells, columnCount(table));
  stored.isSparse = table.isSparse === true;
  return stored;
}

function written({ starts, columns, values }: SparseCells, width: number): Matrix {
  const rows = starts.length - 1;
  const matrix = newMatrix(rows, width);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]; at < starts[row + 1]; at++) matrix.values[row * width + columns[at]] = values[at];
  }
  return matrix;
}
