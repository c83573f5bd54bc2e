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
  #rows = 0;

  /** Throws `TooManyColumnsError`. */
  add(row: Row): void {
    for (const name of row.keys()) if (!this.#columns.has(name)) this.#addColumn(name);
    for (const [name, column] of this.#columns) column.add(row.get(name));
    this.#rows++;
  }

  get rowCount(): number {
    return this.#rows;
  }

  /** In the order in which they came. */
  get columns(): readonly ColumnProfile[] {
    return [...this.#columns.values()];
  }

  #addColumn(name: string): void {
    if (this.#columns.size === maxColumns) throw new TooManyColumnsError();
    this.#columns.set(name, new ColumnProfile(name, this.#rows));
  }
}
