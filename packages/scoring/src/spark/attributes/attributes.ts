import type { BasicType } from '../../frame/data-type.ts';
import { badModel } from '../bad-model.ts';
import type { Attribute, AttributeShape } from './attribute.ts';

/** Spark itself stops at a hundred classes unless it is set otherwise. */
const MAX_CLASSES = 1_000_000;

/** A dense tensor of numbers: its sizes and its values in the order of the file. */
export interface NumberTensor {
  readonly dimensions: readonly number[];
  readonly values: Float64Array;
}

/**
 * The parameters of one op, read leniently as MLeap writes them in its several versions: `{}` is the zero of what is
 * asked for, int, long, float and double stand for each other, and so do a list and a tensor of rank 1.
 * Getters without a fallback throw `bad_model` when the attribute is absent.
 */
export class Attributes {
  readonly #attributes: ReadonlyMap<string, Attribute>;
  readonly #where: string;
  readonly #op: string;

  constructor(attributes: ReadonlyMap<string, Attribute>, where: string, op: string) {
    this.#attributes = attributes;
    this.#where = where;
    this.#op = op;
  }

  /** The model is not what its op takes; to be thrown. */
  bad(what: string): Error {
    return badModel(`${this.#where} (${this.#op})`, what);
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  number(name: string, fallback?: number): number {
    const item = this.#scalar(name, fallback, 0);
    if (item === null) return Number.NaN;
    if (typeof item === 'number') return item;
    throw this.#wrong(name, 'a number');
  }

  /** A number that is whole and within the safe integers. */
  integer(name: string, fallback?: number): number {
    const value = this.number(name, fallback);
    if (!Number.isSafeInteger(value)) throw this.#wrong(name, 'an integer');
    return value;
  }

  /** `num_classes`: room is made for as many before the rest of the model can be held against it. */
  classCount(fallback?: number): number {
    const value = this.integer('num_classes', fallback);
    if (value < 0 || value > MAX_CLASSES) throw this.#wrong('num_classes', `a number from 0 to ${MAX_CLASSES}`);
    return value;
  }

  boolean(name: string, fallback?: boolean): boolean {
    const item = this.#scalar(name, fallback, false);
    if (typeof item === 'boolean') return item;
    throw this.#wrong(name, 'a boolean');
  }

  string(name: string, fallback?: string): string {
    const item = this.#scalar(name, fallback, '');
    if (typeof item === 'string') return item;
    throw this.#wrong(name, 'a string');
  }

  numbers(name: string, fallback?: Float64Array): Float64Array {
    const items = this.#list(name, fallback);
    if (items instanceof Float64Array) return items;
    const numbers = new Float64Array(items.length);
    for (let at = 0; at < items.length; at++) {
      const item = items[at];
      if (item !== null && typeof item !== 'number') throw this.#wrong(name, 'a list of numbers');
      numbers[at] = item ?? Number.NaN;
    }
    return numbers;
  }

  optionalNumbers(name: string): Float64Array | undefined {
    return this.has(name) ? this.numbers(name) : undefined;
  }

  optionalNumber(name: string): number | undefined {
    return this.has(name) ? this.number(name) : undefined;
  }

  /** As `numbers`, of a model that a NaN (or JSON's null) among them makes worthless. */
  weights(name: string): Float64Array {
    const numbers = this.numbers(name);
    const at = numbers.findIndex(Number.isNaN);
    if (at < 0) return numbers;
    throw badModel(this.#where, `attribute "${name}" has no number (NaN or null) as its item ${at}`);
  }

  integers(name: string, fallback?: Float64Array): Int32Array {
    const numbers = this.numbers(name, fallback);
    for (const number of numbers) if (number !== (number | 0)) throw this.#wrong(name, 'a list of 32-bit integers');
    return Int32Array.from(numbers);
  }

  strings(name: string, fallback?: readonly string[]): readonly string[] {
    const items = this.#list(name, fallback);
    for (const item of items) if (typeof item !== 'string') throw this.#wrong(name, 'a list of strings');
    return items as readonly string[];
  }

  /** A tensor whose sizes are checked against its values; one size of -1 is worked out. */
  tensor(name: string): NumberTensor {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) throw this.#missing(name);
    const values = this.numbers(name);
    return { values, dimensions: this.#dimensions(name, attribute.dimensions ?? [values.length], values.length) };
  }

  tensors(name: string): readonly Float64Array[] {
    return (this.#list(name) as readonly unknown[]).map((item) => {
      const items = (item as Attribute | null)?.items;
      if (items === undefined) throw this.#wrong(name, 'a list of tensors');
      return items instanceof Float64Array ? items : Float64Array.from(items as number[]);
    });
  }

  /** Data shapes; one shape alone is a list of one. */
  shapes(name: string, fallback?: readonly AttributeShape[]): readonly AttributeShape[] {
    return this.#list(name, fallback) as readonly AttributeShape[];
  }

  basicTypes(name: string): readonly BasicType[] {
    return this.#list(name) as readonly BasicType[];
  }

  #scalar(name: string, fallback: unknown, zero: unknown): unknown {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) {
      if (fallback === undefined) throw this.#missing(name);
      return fallback;
    }
    if (attribute.form !== 'scalar') throw this.#wrong(name, 'one value, not several');
    return attribute.items.length === 0 ? zero : attribute.items[0];
  }

  #list(name: string, fallback?: readonly unknown[] | Float64Array): readonly unknown[] | Float64Array {
    const attribute = this.#attributes.get(name);
    if (attribute !== undefined) return attribute.items;
    if (fallback === undefined) throw this.#missing(name);
    return fallback;
  }

  #dimensions(name: string, dimensions: readonly number[], count: number): readonly number[] {
    const known = dimensions.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
    const open = dimensions.filter((size) => size === -1).length;
    if (open === 0 && known === count) return dimensions;
    if (open === 1 && known > 0 && count % known === 0)
      return dimensions.map((size) => (size === -1 ? count / known : size));
    throw badModel(
      this.#where,
      `attribute "${name}" has ${count} values for the dimensions [${dimensions.join(', ')}]`,
    );
  }

  #missing(name: string): Error {
    return badModel(this.#where, `attribute "${name}" is missing`);
  }

  #wrong(name: string, wanted: string): Error {
    return badModel(this.#where, `attribute "${name}" is not ${wanted}`);
  }
}
