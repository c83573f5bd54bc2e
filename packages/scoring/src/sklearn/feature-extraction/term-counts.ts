import { SparseTable } from '../../frame/sparse-table.ts';
import { defined } from '../../util/defined.ts';

/** How often terms stand in rows, by the term's column. A column that came and went (1 and -1) stays stored, as a zero. */
export class TermCounts {
  readonly #rows: readonly Map<number, number>[];

  constructor(rows: number) {
    this.#rows = Array.from({ length: rows }, () => new Map<number, number>());
  }

  add(row: number, column: number, count: number): void {
    const counts = defined(this.#rows[row]);
    counts.set(column, (counts.get(column) ?? 0) + count);
  }

  /** The counts, or 1 for each column that is stored, in the order of the columns. */
  toTable(width: number, isBinary: boolean): SparseTable {
    const starts = new Int32Array(this.#rows.length + 1);
    const columns = new Int32Array(this.#rows.reduce((sum, { size }) => sum + size, 0));
    const values = new Float64Array(columns.length).fill(1);
    let start = 0;
    for (const [row, counts] of this.#rows.entries()) {
      const own = columns.subarray(start, start + counts.size);
      own.set([...counts.keys()]);
      own.sort();
      if (!isBinary) for (const [at, column] of own.entries()) values[start + at] = counts.get(column) ?? 0;
      start += counts.size;
      starts[row + 1] = start;
    }
    return new SparseTable({ starts, columns, values }, width);
  }
}
