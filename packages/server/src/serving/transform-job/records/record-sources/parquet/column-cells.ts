import type { ColumnPage } from '@catenary/scoring/internal/parquet';
import { defined } from '@catenary/scoring/internal/values';
import { FormatError } from '../../splitter.ts';
import type { CellForm } from './cell-form.ts';
import { type EncodedCells, encodeCells } from './encode-cells.ts';

/**
 * Cells in the form that lines have: that of the row n lies in `bytes` from `starts[first + n]` to `ends[first + n]`.
 */
export interface Cells {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly first: number;
}

/** The cells of a column, taken one after the other. */
export interface ColumnReader {
  /** Skips `count` rows. */
  skip(count: number): void;
  /** The next cells of which there are some, and how many. */
  peek(): { readonly cells: Cells; readonly count: number };
}

const constantRows = 1024;

/** The same cell in every row. */
export function constantColumn(text: string): ColumnReader {
  const bytes = Buffer.from(text);
  const starts = new Uint32Array(constantRows);
  const ends = new Uint32Array(constantRows).fill(bytes.length);
  const next = { cells: { bytes, starts, ends, first: 0 }, count: constantRows };
  return { skip: () => undefined, peek: () => next };
}

/** The cells of one column of a row group, from its pages in order. A value that a dictionary has is written once. */
export class ColumnCells implements ColumnReader {
  readonly #where: string;
  readonly #pages: Iterator<ColumnPage>;
  readonly #form: CellForm;
  #page: ColumnPage | undefined;
  /** Cells of the page under way: written when the first of them is needed. */
  #cells: Omit<Cells, 'first'> | undefined;
  #at = 0;
  /** The cells that were written last, and their values: pages share a dictionary. */
  #values: ArrayLike<unknown> | undefined;
  #encoded: EncodedCells | undefined;

  /** `where`: for errors. */
  constructor(where: string, pages: Iterator<ColumnPage>, form: CellForm) {
    this.#where = where;
    this.#pages = pages;
    this.#form = form;
  }

  /** Whole pages are not decoded. Throws `FormatError`. */
  skip(count: number): void {
    this.#guard(() => {
      for (let missing = count; missing > 0; ) {
        const skipped = Math.min(missing, this.#current().rowCount - this.#at);
        this.#at += skipped;
        missing -= skipped;
      }
    });
  }

  /** Throws `FormatError`. */
  peek(): { cells: Cells; count: number } {
    return this.#guard(() => {
      const page = this.#current();
      this.#cells ??= this.#write(page);
      return { cells: { ...this.#cells, first: this.#at }, count: page.rowCount - this.#at };
    });
  }

  #write(page: ColumnPage): Omit<Cells, 'first'> {
    const { values, places } = page.values();
    if (values !== this.#values) this.#encoded = encodeCells(values, this.#form);
    this.#values = values;
    const { bytes, offsets } = this.#encoded as EncodedCells;
    if (places === undefined) return { bytes, starts: offsets, ends: offsets.subarray(1) };
    const starts = new Uint32Array(places.length);
    const ends = new Uint32Array(places.length);
    for (let row = 0; row < places.length; row++) {
      const place = defined(places[row]);
      // The text for null is written after the values.
      const at = place < 0 ? values.length : place;
      starts[row] = defined(offsets[at]);
      ends[row] = defined(offsets[at + 1]);
    }
    return { bytes, starts, ends };
  }

  #current(): ColumnPage {
    while (this.#page === undefined || this.#at >= this.#page.rowCount) {
      const { done, value } = this.#pages.next();
      if (done === true) throw new Error('it has fewer values than the row group has rows');
      this.#page = value;
      this.#cells = undefined;
      this.#at = 0;
    }
    return this.#page;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw damaged(this.#where, (error as Error).message, error);
    }
  }
}

export const damaged = (where: string, what: string, cause?: unknown) =>
  new FormatError(`The Parquet file is damaged, or has what is not read (${where}): ${what}.`, { cause });
