/** Whole numbers beyond 2^53 are kept as bigint, all others as number: `1`, `1.0` and true are the same. */
type NumberKey = number | bigint;

/** Finds the index of a text by another name. */
export type Alias = (text: string) => number | undefined;

export const isCategory = (value: unknown): value is string | number | bigint | boolean =>
  ['string', 'number', 'bigint', 'boolean'].includes(typeof value);

/** Whether the values may be categories: texts, numbers, booleans and one that is missing. */
export const areCategories = (values: readonly unknown[]): boolean =>
  values.every((value) => value === null || isCategory(value));

/** Categories and their indices. */
export class CategoryCodes {
  readonly count: number;
  /** Index of the missing category (NaN or None), or -1. */
  readonly missing: number;
  readonly #texts = new Map<string, number>();
  readonly #numbers = new Map<NumberKey, number>();
  readonly #alias: Alias;

  /** `categories` are such that `areCategories` holds. `alias`: the index of a text that is not one of them, but denotes one. */
  constructor(categories: readonly unknown[], alias: Alias = () => undefined) {
    this.#alias = alias;
    this.count = categories.length;
    this.missing = categories.findIndex((value) => value === null || Number.isNaN(value));
    categories.forEach((value, at) => {
      if (typeof value === 'string') this.#texts.set(value, at);
      else if (at !== this.missing) this.#numbers.set(keyOf(value as number | bigint | boolean), at);
    });
  }

  findText(text: string): number | undefined {
    return this.#texts.get(text) ?? this.#alias(text);
  }

  findNumber(value: number | bigint | boolean): number | undefined {
    return this.#numbers.get(keyOf(value));
  }

  /** The index of a cell whose type is known; -1 if it is none of the categories. */
  findTyped(value: string | number | bigint | boolean | null): number {
    if (typeof value === 'string') return this.findText(value) ?? -1;
    if (value === null || value !== value) return this.missing;
    return this.findNumber(value) ?? -1;
  }
}

function keyOf(value: number | bigint | boolean): NumberKey {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
}
