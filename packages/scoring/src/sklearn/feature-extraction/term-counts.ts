import { SparseTable } from '../../frame/sparse-table.ts';

/** How often terms stand in rows, by the term's column. A column that came and went (1 and -1) stays stored, as a zero. */
export class TermCounts {
  readonly #rows: readonly Map<number, number>[];

  constructor(rows: number) {
    this.#rows = Array.from({ length: rows }, () => new Map<number, number>());
  }

  add(row: number, column: number, count: number): void {
    const counts = this.#rows[row];
    counts.set(column, (counts.get(column) ?? 0) + count);
  }

  /** The counts, or 1 for each column that is stored, in the order of the columns. */
  toTable(width: number, isBinary: boolean): SparseTable {
    const starts = new Int32Array(this.#rows.length + 1);
    this.#rows.forEach(({ size }, row) => (starts[row + 1] = starts[row] + size));
    const columns = new Int32Array(starts[this.#rows.length]);
    const values = new Float64Array(columns.length).fill(1);
    this.#rows.forEach((counts, row) => {
      const own = columns.subarray(starts[row], starts[row + 1]);
      own.set([...counts.keys()]);
      own.sort();
      if (!isBinary) own.forEach((column, at) => (values[starts[row] + at] = counts.get(column) ?? 0));
    });
    return new SparseTable({ starts, columns, values }, width);
  }
}
