import { own } from '../../util/own.ts';
import { badStage, type StageName } from './bad-stage.ts';

/** A vector or matrix parameter as Spark writes it in JSON. */
interface JsonVector {
  readonly type: number;
  readonly size?: number;
  readonly indices?: readonly number[];
  readonly values: readonly unknown[];
}

/** Vectors among parameters are weights of features: larger ones are a mistake. */
const MAX_VECTOR = 2 ** 24;

/**
 * The parameters of a stage, set ones before defaults. Getters without a fallback throw `bad_model` where the parameter is
 * absent; all do where it is of another type. Numbers that JSON cannot hold are the words `NaN`, `Inf` and `-Inf`.
 * Source: Spark `Param.jsonEncode`.
 */
export class Params {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #stage: StageName;

  constructor(values: ReadonlyMap<string, unknown>, stage: StageName) {
    this.#values = values;
    this.#stage = stage;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  string(name: string, fallback?: string): string {
    return this.#get(name, fallback, aString);
  }

  boolean(name: string, fallback?: boolean): boolean {
    return this.#get(name, fallback, aBoolean);
  }

  number(name: string, fallback?: number): number {
    return this.#get(name, fallback, { wanted: 'a number', read: toNumber });
  }

  integer(name: string, fallback?: number): number {
    return this.#get(name, fallback, anInteger);
  }

  strings(name: string, fallback?: readonly string[]): readonly string[] {
    return this.#get(name, fallback, theStrings);
  }

  numbers(name: string, fallback?: readonly number[]): readonly number[] {
    return this.#get(name, fallback, { wanted: 'a list of numbers', read: toNumbers });
  }

  /** A list of lists of numbers, such as the splits of several columns. */
  numberLists(name: string): readonly (readonly number[])[] {
    return this.#get(name, undefined, theLists);
  }

  /** A vector, dense or sparse in the file, dense here. */
  vector(name: string): readonly number[] {
    return this.#get(name, undefined, aVector);
  }

  #get<Value>(name: string, fallback: Value | undefined, { wanted, read }: Reading<Value>): Value {
    const given = this.#values.get(name);
    if (given === undefined || given === null) {
      if (fallback !== undefined) return fallback;
      throw badStage(this.#stage, `the parameter ${name} is missing`);
    }
    const value = read(given);
    if (value === undefined) throw badStage(this.#stage, `the parameter ${name} is not ${wanted}`);
    return value;
  }
}

/** What a parameter is to be, and its value; undefined if it is something else. */
interface Reading<Value> {
  readonly wanted: string;
  readonly read: (value: unknown) => Value | undefined;
}

const aString: Reading<string> = {
  wanted: 'a string',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

const aBoolean: Reading<boolean> = {
  wanted: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

const anInteger: Reading<number> = {
  wanted: 'an integer',
  read: (value) => {
    const number = toNumber(value);
    return Number.isSafeInteger(number) ? number : undefined;
  },
};

const theStrings: Reading<readonly string[]> = {
  wanted: 'a list of strings',
  read: (value) => (Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined),
};

const theLists: Reading<readonly (readonly number[])[]> = {
  wanted: 'lists of numbers',
  read: (value) => {
    const lists = Array.isArray(value) ? value.map(toNumbers) : [undefined];
    return lists.every((list) => list !== undefined) ? lists : undefined;
  },
};

const aVector: Reading<readonly number[]> = {
  wanted: 'a vector',
  read: (value) => {
    const { type, size, indices, values } = value as JsonVector;
    const numbers = toNumbers(values);
    if (numbers === undefined || type !== 0) return numbers;
    const dense = Array.from({ length: Math.min(size ?? 0, MAX_VECTOR) }, () => 0);
    if (indices?.length !== numbers.length) return undefined;
    for (const [at, number] of numbers.entries()) {
      const index = indices[at];
      if (index === undefined || !Number.isInteger(index) || !(index >= 0 && index < dense.length)) return undefined;
      dense[index] = number;
    }
    return dense;
  },
};

const words: Readonly<Record<string, number>> = { NaN: Number.NaN, Inf: Infinity, '-Inf': -Infinity };

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? own(words, value) : undefined;
}

function toNumbers(value: unknown): number[] | undefined {
  const numbers = Array.isArray(value) ? value.map(toNumber) : [undefined];
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}
