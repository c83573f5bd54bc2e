import { defined } from '@catenary/scoring/internal/values';
import { type Cell, ColumnProfile } from './column-profile.ts';

/** A row: the values that it has, by the names of their columns. */
export type Row = ReadonlyMap<string, Cell>;

/** How many columns are kept, each with a sketch: their names may come from outside, row by row. */
const maxColumns = 2000;

/** Data has more columns than are kept. */
export class TooManyColumnsError extends Error {
  constructor() {
    super(`The data has more than ${maxColumns} columns: are its rows of one kind?`);
    this.name = 'TooManyColumnsError';
  }
}

/** What is known of each column of some data. A column that a row does not have is missing there. */
export class DataProfile {
  readonly #columns = new Map<string, ColumnProfile>();
  /** The same, in their order. */
  readonly #ordered: ColumnProfile[] = [];
  #rows = 0;

  /** Throws `TooManyColumnsError`. */
  add(row: Row): void {
    if (this.#isUsual(row)) {
      let at = 0;
      for (const cell of row.values()) defined(this.#ordered[at++]).add(cell);
    } else {
      for (const name of row.keys()) if (!this.#columns.has(name)) this.#addColumn(name);
      for (const column of this.#ordered) column.add(row.get(column.name));
    }
    this.#rows++;
  }

  /** Whether it has all columns that there are, in their order: rows of one kind have, and need no column to be looked up. */
  #isUsual(row: Row): boolean {
    if (row.size !== this.#ordered.length) return false;
    let at = 0;
    for (const name of row.keys()) if (name !== this.#ordered[at++]?.name) return false;
    return true;
  }

  get rowCount(): number {
    return this.#rows;
  }

  /** In the order in which they came. */
  get columns(): readonly ColumnProfile[] {
    return [...this.#ordered];
  }

  #addColumn(name: string): void {
    if (this.#columns.size === maxColumns) throw new TooManyColumnsError();
    const column = new ColumnProfile(name, this.#rows);
    this.#columns.set(name, column);
    this.#ordered.push(column);
  }
}
