import { exactCellNumber } from '../text/cell-number.ts';
import type { GivenCells } from '../frame/given-cells.ts';
import type { TableColumn } from '../frame/table.ts';

/** Whole numbers beyond 2^53 are kept as bigint, all others as number: `1`, `1.0` and true are the same. */
type NumberKey = number | bigint;

/** Finds the index of a text by another name. */
export type Alias = (text: string) => number | undefined;

/**
 * Categories and their indices. Their type decides how a cell of CSV is read: with texts it is its text, with numbers
 * and booleans it is parsed as one.
 */
export class CategoryIndex {
  readonly count: number;
  /** Index of the missing category (NaN or None), or -1. */
  readonly missing: number;
  readonly #texts = new Map<string, number>();
  readonly #numbers = new Map<NumberKey, number>();
  /** What cells of CSV were looked up and found before. */
  readonly #found = new Map<string, number>();

  readonly #alias: Alias;

  /**
   * Undefined for categories of any other kind than texts, numbers and booleans. `alias`: the index of a text that is
   * not one of them, but denotes one.
   */
  static of(categories: readonly unknown[], alias: Alias = () => undefined): CategoryIndex | undefined {
    const isKnown = (value: unknown) =>
      value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
    return categories.every(isKnown) ? new CategoryIndex(categories, alias) : undefined;
  }

  private constructor(categories: readonly unknown[], alias: Alias) {
    this.#alias = alias;
    this.count = categories.length;
    this.missing = categories.findIndex((value) => value === null || Number.isNaN(value));
    categories.forEach((value, at) => {
      if (typeof value === 'string') this.#texts.set(value, at);
      else if (at !== this.missing) this.#numbers.set(keyOf(value as number | bigint | boolean), at);
    });
  }

  /** Whether there are texts among them. */
  get hasTexts(): boolean {
    return this.#texts.size > 0;
  }

  /** The index of each cell's category, -1 if it is unknown. */
  findAll(cells: TableColumn): Int32Array {
    const places = new Int32Array(cells.kind === 'given' ? cells.length : cells.values.length);
    for (let row = 0; row < places.length; row++) places[row] = this.find(cells, row);
    return places;
  }

  find(cells: TableColumn, row: number): number {
    if (cells.kind === 'given') return this.#findGiven(cells, row);
    return this.#findTyped(cells.values[row]);
  }

  /** The index of a text of CSV. */
  findText(text: string): number | undefined {
    return this.#texts.get(text) ?? this.#alias(text);
  }

  #findGiven(cells: GivenCells, row: number): number {
    const cell = cells.at(row);
    if (cells.isTyped) return this.#findTyped(cell);
    const place = this.findText(cell as string) ?? this.#found.get(cell as string);
    return place ?? this.#readCell(cells, row);
  }

  #readCell(cells: GivenCells, row: number): number {
    // A word that is a text among the categories has been found by now.
    if (cells.isMissing(row)) return this.missing;
    if (this.#numbers.size === 0) return -1;
    const number = exactCellNumber(String(cells.at(row)));
    const place = number === undefined ? undefined : this.#numbers.get(keyOf(number));
    // Ten numbers can be written in a thousand ways, but not in one input.
    if (place !== undefined && this.#found.size < 10_000) this.#found.set(String(cells.at(row)), place);
    return place ?? -1;
  }

  #findTyped(value: string | number | bigint | boolean | null): number {
    if (typeof value === 'string') return this.findText(value) ?? -1;
    if (value === null || value !== value) return this.missing;
    return this.#numbers.get(keyOf(value)) ?? -1;
  }
}

function keyOf(value: number | bigint | boolean): NumberKey {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
}
