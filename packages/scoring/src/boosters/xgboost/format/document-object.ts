import type { ScoringError } from '../../../scoring-error.ts';
import { own } from '../../../util/own.ts';
import { badModel } from './bad-model.ts';

/** An object of the model's document, read member by member; knows its path, for messages. */
export class DocumentObject {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
      throw badModel(`lacks the object ${path === '' ? 'that a document is' : path}`);
    }
    this.#members = value as Record<string, unknown>;
    this.#path = path;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#members, key);
  }

  keys(): readonly string[] {
    return Object.keys(this.#members);
  }

  object(key: string): DocumentObject {
    return new DocumentObject(this.#member(key), this.#pathOf(key));
  }

  text(key: string): string {
    const value = this.#member(key);
    if (typeof value !== 'string') throw this.#without('a text', key);
    return value;
  }

  /** A whole number ≥ 0, as a number or as the text that XGBoost writes it in; `absent` if there is no such member. */
  count(key: string, absent: number): number {
    const value = this.#member(key);
    if (value === undefined) return absent;
    const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (!Number.isSafeInteger(count) || (count as number) < 0) {
      throw this.#without('a whole number', key, `, not ${JSON.stringify(value)}`);
    }
    return count as number;
  }

  /** An array of numbers; null stands for NaN, booleans for 1 and 0. */
  numbers(key: string): ArrayLike<number> {
    const value = this.#member(key);
    if (value instanceof BigInt64Array) return Float64Array.from(value, Number);
    if (ArrayBuffer.isView(value)) return value as unknown as ArrayLike<number>;
    if (!Array.isArray(value)) throw this.#without('an array of numbers', key);
    const items = value as unknown[];
    const numbers = new Float64Array(items.length);
    for (let at = 0; at < items.length; at++) numbers[at] = this.#number(items[at], key);
    return numbers;
  }

  /** Whole numbers with all their digits: beyond 2^53 as bigint. */
  integers(key: string): readonly (number | bigint)[] {
    const value = this.#member(key);
    if (value instanceof BigInt64Array) return Array.from(value);
    const items = Array.isArray(value) ? (value as unknown[]) : Array.from(this.numbers(key));
    const isWhole = (item: unknown) => typeof item === 'bigint' || Number.isInteger(item);
    if (!items.every(isWhole)) throw this.#without('whole numbers only', key);
    return items as (number | bigint)[];
  }

  numbersIfAny(key: string): ArrayLike<number> | undefined {
    return this.has(key) ? this.numbers(key) : undefined;
  }

  texts(key: string): readonly string[] {
    const value = this.#member(key);
    if (!Array.isArray(value)) return [];
    return (value as unknown[]).map(String);
  }

  objects(key: string): readonly DocumentObject[] {
    const value = this.#member(key);
    if (!Array.isArray(value)) throw this.#without('an array of objects', key);
    return (value as unknown[]).map((item, at) => new DocumentObject(item, `${this.#pathOf(key)}[${at}]`));
  }

  #number(item: unknown, key: string): number {
    if (typeof item === 'number') return item;
    if (item === null) return Number.NaN;
    if (typeof item === 'bigint') return Number(item);
    if (typeof item === 'boolean') return item ? 1 : 0;
    throw this.#without('numbers only', key);
  }

  #member(key: string): unknown {
    const value = own(this.#members, key);
    return typeof value === 'function' ? (value as () => unknown)() : value;
  }

  #without(needed: string, key: string, end = ''): ScoringError {
    return badModel(`needs ${needed} at ${this.#pathOf(key)}${end}`);
  }

  #pathOf(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}
