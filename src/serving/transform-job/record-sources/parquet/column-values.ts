import type { ColumnPage } from '../../../../scoring/parquet/column-pages.ts';
import { FormatError } from '../../splitter.ts';
import { decimalText } from './decimal-text.ts';

/** The text of a number that a double may not hold. */
export class Decimal {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** The values of a column, taken one after the other. */
export interface ColumnReader {
  /** Passes over so many rows. */
  skip(count: number): void;
  /** So many values; null or undefined for none. */
  take(count: number): unknown[];
}

/** A number as it is written in the name of a folder. */
const numeral = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** The same in every row: a number if it looks like one, as Spark has it. */
export function constantColumn(text: string | null): ColumnReader {
  const value = text !== null && numeral.test(text) ? new Decimal(text) : text;
  return { skip: () => undefined, take: (count) => Array.from({ length: count }, () => value) };
}

/** The values of one column of a row group, taken from its pages in order. */
export class ColumnValues implements ColumnReader {
  readonly #where: string;
  readonly #pages: Iterator<ColumnPage>;
  readonly #scale: number | undefined;
  /** The page under way: decoded when its first value is asked for. */
  #page: ColumnPage | undefined;
  #values: ArrayLike<unknown> | undefined;
  #at = 0;

  /** `where`: for errors. `scale`: digits behind the point, of a decimal. */
  constructor(where: string, pages: Iterator<ColumnPage>, scale: number | undefined) {
    this.#where = where;
    this.#pages = pages;
    this.#scale = scale;
  }

  /** Passes over so many rows; whole pages are not decoded. Throws `FormatError`. */
  skip(count: number): void {
    this.#walk(count, () => undefined);
  }

  /** So many values; null or undefined for none. Throws `FormatError`. */
  take(count: number): unknown[] {
    const taken: unknown[] = [];
    this.#walk(count, (page, from, to) => {
      this.#values ??= page.values();
      for (let at = from; at < to; at++) taken.push(this.#exact(this.#values[at]));
    });
    return taken;
  }

  /** Goes over rows, a part of a page at a time. */
  #walk(count: number, visit: (page: ColumnPage, from: number, to: number) => void): void {
    try {
      for (let missing = count; missing > 0; ) {
        const page = this.#current();
        const from = this.#at;
        this.#at = Math.min(page.rowCount, from + missing);
        missing -= this.#at - from;
        visit(page, from, this.#at);
      }
    } catch (error) {
      throw damaged(this.#where, (error as Error).message, error);
    }
  }

  #current(): ColumnPage {
    while (this.#page === undefined || this.#at >= this.#page.rowCount) {
      const { done, value } = this.#pages.next();
      if (done === true) throw new Error('it has fewer values than the row group has rows');
      this.#page = value;
      this.#values = undefined;
      this.#at = 0;
    }
    return this.#page;
  }

  /** Decimals come without their point: hyparquet would multiply them as doubles, which loses digits. */
  #exact(value: unknown): unknown {
    if (this.#scale === undefined || value === null || value === undefined) return value;
    return new Decimal(decimalText(value as number | bigint | Uint8Array, this.#scale));
  }
}

export const damaged = (where: string, what: string, cause?: unknown) =>
  new FormatError(`The Parquet file is damaged, or has what is not read (${where}): ${what}.`, { cause });
