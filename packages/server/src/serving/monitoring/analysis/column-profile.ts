import { type CellType, type CellTypeCounts, cellNumber, cellType, type InferredType, inferType } from './cell-type.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { KllSketch } from './kll-sketch.ts';

/** A value as its text; undefined if it is missing. */
export type Cell = string | undefined;

/** How many different values are counted one by one; a column with more has no categories. */
export const maxCategories = 120;
/** A column with a longer text has no categories either. */
const maxCategoryLength = 1000;

/** What is known of the numbers of a column. */
export interface NumberSummary {
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  /** Of all values, not of a sample. */
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
  readonly sketch: KllSketch;
}

/** What is known of the values of one column, in bounded memory. */
export class ColumnProfile {
  readonly name: string;
  readonly #types: Record<CellType, number> = { Fractional: 0, Integral: 0, Boolean: 0, String: 0 };
  #missing = 0;
  /** Undefined once there are too many. */
  #categories: Map<string, number> | undefined = new Map();
  readonly #distinct = new DistinctCounter();
  readonly #sketch = new KllSketch();
  #numbers = 0;
  #sum = 0;
  #mean = 0;
  /** Of the squares of the differences to the mean (Welford). */
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;

  /** `missing`: how many rows came before the first that has the column. */
  constructor(name: string, missing = 0) {
    this.name = name;
    this.#missing = missing;
  }

  add(cell: Cell): void {
    if (cell === undefined) {
      this.#missing++;
      return;
    }
    const type = cellType(cell);
    this.#types[type]++;
    this.#countText(cell);
    if (type === 'Integral' || type === 'Fractional') this.#addNumber(cellNumber(cell));
  }

  get missing(): number {
    return this.#missing;
  }

  get present(): number {
    return this.#types.Fractional + this.#types.Integral + this.#types.Boolean + this.#types.String;
  }

  get types(): CellTypeCounts {
    return this.#types;
  }

  get type(): InferredType {
    return inferType(this.#types);
  }

  /** Undefined if it has no values. */
  get completeness(): number | undefined {
    const rows = this.present + this.missing;
    return rows === 0 ? undefined : this.present / rows;
  }

  /** Of the values that are numbers; undefined if none is. */
  get numbers(): NumberSummary | undefined {
    if (this.#numbers === 0) return undefined;
    const standardDeviation = Math.sqrt(this.#squares / this.#numbers);
    const [count, sum, mean] = [this.#numbers, this.#sum, this.#mean];
    return { count, sum, mean, standardDeviation, min: this.#min, max: this.#max, sketch: this.#sketch };
  }

  /** How many values there are of each; undefined if there are too many different ones. */
  get categories(): ReadonlyMap<string, number> | undefined {
    return this.#categories;
  }

  /** Exact where there are categories. */
  get distinctCount(): number {
    return this.#categories?.size ?? this.#distinct.count;
  }

  #countText(text: string): void {
    if (this.#categories === undefined) {
      this.#distinct.add(text);
      return;
    }
    this.#categories.set(text, (this.#categories.get(text) ?? 0) + 1);
    if (this.#categories.size <= maxCategories && text.length <= maxCategoryLength) return;
    for (const category of this.#categories.keys()) this.#distinct.add(category);
    this.#categories = undefined;
  }

  #addNumber(value: number): void {
    this.#numbers++;
    this.#sum += value;
    const before = value - this.#mean;
    this.#mean += before / this.#numbers;
    this.#squares += before * (value - this.#mean);
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    this.#sketch.add(value);
  }
}
