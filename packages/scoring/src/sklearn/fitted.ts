import type { Cells } from '../frame/table.ts';
import { NdArray } from '../pickle/numpy/nd-array.ts';
import { PickleGlobal, PickleObject } from '../pickle/pickle-object.ts';
import { PickleTuple } from '../pickle/pickle-tuple.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import type { Coefficients } from './coefficients.ts';
import { type CsrMatrix, readCsrMatrix, writtenOut } from './csr-matrix.ts';
import type { Estimator } from './estimator.ts';
import { FittedPoints } from './fitted-points.ts';
import type { ModelInputFacts } from './input-facts.ts';
import { labelsOf } from './labels.ts';

/** What the loader lends to the readers of estimators. */
export interface ReadContext {
  /** Reads an estimator inside an estimator; `place` says where, for messages. */
  read(value: unknown, place: string): Estimator;
  /** Tells how many columns a step makes; throws `bad_model` beyond any real model. Rows are scored in batches by it. */
  declareWidth(columns: number): void;
  /** Tells that the answer to a row depends on the other rows of its table. */
  dependOnRows(): void;
  /** Notes that cells are used in the form in which they came: as categories or texts. */
  readCells(): void;
  /** Notes that some step looks its columns up by the names that it was trained with. */
  findNames(names: readonly string[]): void;
  /** Tells what the input of an object must be, whose own attributes do not say it. */
  declareInput(object: PickleObject, facts: ModelInputFacts): void;
  /** Accounts for numbers copied out of the file; throws `bad_model` when one array is used over and over. */
  chargeItems(items: number): void;
}

/**
 * The attributes of a fitted object, as its pickle holds them. Each reader says what is expected; anything else throws
 * `unsupported_model` (the attributes of another release than those known) with class, attribute and version.
 */
export class Fitted {
  readonly className: string;
  readonly version: string | undefined;
  readonly #object: PickleObject;
  readonly #state: ReadonlyMap<unknown, unknown>;
  readonly #context: ReadContext;

  constructor(object: PickleObject, className: string, context: ReadContext) {
    this.className = className;
    this.#object = object;
    this.#state = object.state instanceof Map ? object.state : new Map();
    this.#context = context;
    const version = this.#state.get('_sklearn_version');
    this.version = typeof version === 'string' ? version.slice(0, 40) : undefined;
  }

  /** Whether it was written by this release or a later one. An unknown release counts as the newest. */
  atLeast(major: number, minor: number): boolean {
    const match = /^(\d+)\.(\d+)/.exec(this.version ?? '');
    if (match === null) return true;
    return Number(match[1]) !== major ? Number(match[1]) > major : Number(match[2]) >= minor;
  }

  /** Whether the attribute is there and not None. */
  has(name: string): boolean {
    const value = this.#state.get(name);
    return value !== undefined && value !== null;
  }

  /** The attribute as the pickle reader gives it, or undefined. */
  raw(name: string): unknown {
    return this.#state.get(name);
  }

  /** The first of several names that is there: attributes were renamed from release to release. */
  anyOf(first: string, ...others: readonly string[]): string {
    const found = [first, ...others].find((name) => this.has(name));
    if (found === undefined) throw this.unknown(first, 'a value');
    return found;
  }

  /** Number of columns it was fitted on, if it says so (scikit-learn 0.24 and later). */
  get columns(): number | undefined {
    const count = this.#state.get('n_features_in_');
    return typeof count === 'number' ? count : undefined;
  }

  number(name: string, absent?: number): number {
    const value = this.#state.get(name);
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
    if (value instanceof NdArray && value.size === 1) return defined(value.doubles()[0]);
    if (absent !== undefined && (value === undefined || value === null)) return absent;
    throw this.unknown(name, 'a number');
  }

  text(name: string, absent?: string): string {
    const value = this.#state.get(name);
    if (typeof value === 'string') return value;
    if (absent !== undefined && (value === undefined || value === null)) return absent;
    throw this.unknown(name, 'a text');
  }

  flag(name: string, absent?: boolean): boolean {
    const value = this.#state.get(name);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return value !== 0;
    if (absent !== undefined && (value === undefined || value === null)) return absent;
    throw this.unknown(name, 'True or False');
  }

  /** All numbers of an array or list, or a single number, in C order. */
  doubles(name: string): Float64Array {
    const value = this.#take(name);
    if (value instanceof NdArray) return value.doubles();
    if (typeof value === 'number') return Float64Array.of(value);
    const items = this.#items(value);
    if (items?.every((item) => typeof item === 'number') === true) return Float64Array.from(items);
    throw this.unknown(name, 'an array of numbers');
  }

  /** A 2-D array, or a sparse one written out; one dimension is read as a single row. */
  matrix(name: string): Coefficients {
    const value = this.#take(name);
    const sparse = this.#takeSparse(value);
    if (sparse !== undefined) return writtenOut(sparse);
    if (!(value instanceof NdArray) || value.shape.length > 2)
      throw this.unknown(name, 'an array of one or two dimensions');
    return tableOf(value);
  }

  /** A 2-D array or a sparse one: rows that others are compared with. */
  points(name: string): FittedPoints {
    const sparse = this.#takeSparse(this.#state.get(name));
    return new FittedPoints(sparse ?? this.matrix(name));
  }

  /** A list (or array of objects) of 2-D arrays. */
  matrices(name: string): Coefficients[] {
    return this.list(name).map((item) => {
      if (!(item instanceof NdArray)) throw this.unknown(name, 'a list of arrays');
      this.chargeItems(item.size);
      return tableOf(item);
    });
  }

  /** How many dimensions an array attribute has; 0 for a number. */
  dimensions(name: string): number {
    const value = this.#state.get(name);
    return value instanceof NdArray ? value.shape.length : 0;
  }

  /** Whether an array attribute is float32: what scikit-learn computes from it alone is rounded so too. */
  isFloat32(name: string): boolean {
    const value = this.#state.get(name);
    return value instanceof NdArray && value.dtype.kind === 'f' && value.dtype.itemSize === 4;
  }

  /** Whole numbers of an array or list: places of columns, say. */
  integers(value: unknown, name: string): Int32Array {
    const items = this.#items(value);
    if (items?.every((item) => Number.isInteger(item)) === true) return Int32Array.from(items as number[]);
    throw this.unknown(name, 'an array of whole numbers');
  }

  /** Items of a list, tuple or array. */
  list(name: string): readonly unknown[] {
    const items = this.#items(this.#take(name));
    if (items === undefined) throw this.unknown(name, 'a list');
    return items;
  }

  /** Labels: an array of numbers, booleans (0 and 1), texts or bytes. */
  labels(name: string): Cells {
    const value = this.#take(name);
    const cells = value instanceof NdArray ? labelsOf(value) : undefined;
    if (cells === undefined) throw this.unknown(name, 'an array of numbers or of texts');
    return cells;
  }

  /** The dotted path of a function or type attribute, or undefined. */
  path(name: string): string | undefined {
    const value = this.#state.get(name);
    return value instanceof PickleGlobal ? value.path : undefined;
  }

  /** Another object's attributes, such as those of a tree or a loss. */
  object(name: string): Fitted {
    return this.objectOf(this.#state.get(name), name);
  }

  objectOf(value: unknown, name: string): Fitted {
    if (!(value instanceof PickleObject)) throw this.unknown(name, 'an object');
    return new Fitted(value, value.global.name, this.#context);
  }

  estimator(name: string): Estimator {
    return this.#context.read(this.#state.get(name), name);
  }

  estimatorOf(value: unknown, name: string): Estimator {
    return this.#context.read(value, name);
  }

  estimators(name: string): Estimator[] {
    return this.list(name).map((item, at) => this.#context.read(item, `${name}[${at}]`));
  }

  /** See `ReadContext.chargeItems`. */
  chargeItems(items: number): void {
    this.#context.chargeItems(items);
  }

  /** See `ReadContext.declareWidth`. */
  declareWidth(columns: number): void {
    this.#context.declareWidth(columns);
  }

  /** See `ReadContext.dependOnRows`. */
  dependOnRows(): void {
    this.#context.dependOnRows();
  }

  /** See `ReadContext.readCells`. */
  readCells(): void {
    this.#context.readCells();
  }

  /** See `ReadContext.findNames`. */
  findNames(names: readonly string[]): void {
    this.#context.findNames(names);
  }

  /** See `ReadContext.declareInput`. */
  declareInput(facts: ModelInputFacts): void {
    this.#context.declareInput(this.#object, facts);
  }

  unknown(name: string, expected: string): ScoringError {
    return this.refuse(`attribute ${name} is not ${expected}`);
  }

  /** This object cannot be read natively, and why. */
  refuse(why: string): ScoringError {
    const version = this.version === undefined ? '' : ` of scikit-learn ${this.version}`;
    const text = `${this.className}${version} is not read natively (${why}); serve it with Python, in an image named sagemaker-scikit-learn.`;
    return new ScoringError('unsupported_model', text, { op: this.className });
  }

  /** The attribute, its size accounted for. */
  #take(name: string): unknown {
    const value = this.#state.get(name);
    if (value instanceof NdArray) this.chargeItems(value.size);
    return value;
  }

  #takeSparse(value: unknown): CsrMatrix | undefined {
    const sparse = value instanceof PickleObject ? readCsrMatrix(value) : undefined;
    if (sparse !== undefined) this.chargeItems(sparse.cells.values.length);
    return sparse;
  }

  #items(value: unknown): readonly unknown[] | undefined {
    if (Array.isArray(value)) {
      this.chargeItems(value.length);
      return value;
    }
    if (value instanceof PickleTuple) return value.items;
    if (value instanceof NdArray) return value.values();
    return undefined;
  }
}

export function tableOf(array: NdArray): Coefficients {
  const [rows, columns, ...more] = array.shape;
  if (rows === undefined || columns === undefined || more.length > 0)
    return { rows: 1, columns: array.size, values: array.doubles() };
  return { rows, columns, values: array.doubles() };
}
