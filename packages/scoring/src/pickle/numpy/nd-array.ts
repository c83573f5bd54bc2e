import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { malformed } from '../malformed.ts';
import { type PickleGlobal, PickleObject } from '../pickle-object.ts';
import { PickleTuple } from '../pickle-tuple.ts';
import { DType } from './dtype.ts';
import { itemReader } from './item-reader.ts';

/** Most rows, columns or items that an array without any bytes may have: they cost the file nothing. */
const MAX_EMPTY = 2 ** 20;

/**
 * A numpy array as it stands in the file: shape, dtype, and the bytes as a view (or, for dtype `O`, the objects).
 * Reading values gives C order whatever the order in the file.
 */
export class NdArray extends PickleObject {
  shape: readonly number[] = [0];
  #dtype: DType | undefined;
  #data: Uint8Array | readonly unknown[] = new Uint8Array(0);
  #fortran = false;
  #doubles: Float64Array | undefined;

  constructor(global: PickleGlobal) {
    super(global, []);
  }

  get dtype(): DType {
    if (this.#dtype === undefined) throw malformed('an array that is never filled');
    return this.#dtype;
  }

  get size(): number {
    return this.shape.reduce((product, length) => product * length, 1);
  }

  /** Gives the array its content; throws `bad_model` unless the data are exactly what shape and dtype need. */
  setContent(content: { shape: unknown; dtype: unknown; fortran: boolean; data: unknown }): this {
    const { dtype, data } = content;
    if (!(dtype instanceof DType)) throw malformed('an array without a dtype');
    this.shape = readShape(content.shape);
    this.#dtype = dtype;
    this.#fortran = content.fortran && this.shape.length > 1;
    this.#doubles = undefined;
    const fits =
      dtype.kind === 'O'
        ? Array.isArray(data) && data.length === this.size
        : data instanceof Uint8Array && data.length === this.size * dtype.itemSize;
    if (!fits) throw malformed(`an array of shape (${this.shape.join(', ')}) whose data are of another size`);
    const { length } = data as Uint8Array | readonly unknown[];
    if (Math.max(this.size, ...this.shape) > Math.max(length, MAX_EMPTY))
      throw malformed(`an array of shape (${this.shape.join(', ')}) that holds nothing`);
    this.#data = data as Uint8Array | readonly unknown[];
    return this;
  }

  /** All values as doubles, C order. 64-bit integers beyond 2^53 are rounded. The result is shared: do not write to it. */
  doubles(): Float64Array {
    if (this.#doubles !== undefined) return this.#doubles;
    const { kind } = this.dtype;
    if (!'biufO'.includes(kind))
      throw new ScoringError('bad_model', 'An array of numbers was expected, but it holds something else.');
    const read = this.#reader();
    const values = new Float64Array(this.size);
    this.#visit((at, index) => {
      const value = read(at);
      if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') {
        if (value !== null)
          throw new ScoringError('bad_model', 'An array of numbers was expected, but it holds something else.');
      }
      values[index] = value === null ? Number.NaN : Number(value);
    });
    this.#doubles = values;
    return values;
  }

  /** All values as numbers, booleans, texts or, for dtype `O`, whatever the pickle holds; C order. */
  values(): unknown[] {
    const read = this.#reader();
    const values: unknown[] = Array.from({ length: this.size }, () => null);
    this.#visit((at, index) => {
      values[index] = read(at);
    });
    return values;
  }

  /** One field of a structured array, as doubles. Throws `bad_model` if there is no such field. */
  field(name: string): Float64Array {
    const field = this.dtype.fields?.get(name);
    if (field === undefined || !'biuf'.includes(field.dtype.kind)) {
      throw new ScoringError('bad_model', `A structured array lacks the field ${name}.`);
    }
    const read = itemReader(this.#data as Uint8Array, field.dtype, {
      stride: this.dtype.itemSize,
      offset: field.offset,
    });
    const values = new Float64Array(this.size);
    this.#visit((at, index) => {
      values[index] = Number(read(at));
    });
    return values;
  }

  hasField(name: string): boolean {
    return this.dtype.fields?.has(name) ?? false;
  }

  #reader(): (at: number) => unknown {
    const data = this.#data;
    if (!(data instanceof Uint8Array)) return (at) => data[at];
    return itemReader(data, this.dtype);
  }

  /** Calls back with each item's place in the file and its index in C order. */
  #visit(visit: (at: number, index: number) => void): void {
    const size = this.size;
    if (!this.#fortran) {
      for (let at = 0; at < size; at++) visit(at, at);
      return;
    }
    const position = this.shape.map(() => 0);
    const strides = this.shape.map((_length, axis) =>
      this.shape.slice(axis + 1).reduce((product, n) => product * n, 1),
    );
    for (let at = 0, index = 0; at < size; at++) {
      visit(at, index);
      for (let axis = 0; axis < position.length; axis++) {
        const stride = defined(strides[axis]);
        const length = defined(this.shape[axis]);
        const next = defined(position[axis]) + 1;
        index += stride;
        position[axis] = next;
        if (next < length) break;
        index -= stride * length;
        position[axis] = 0;
      }
    }
  }
}

function readShape(shape: unknown): readonly number[] {
  const lengths = shape instanceof PickleTuple ? shape.items : typeof shape === 'number' ? [shape] : undefined;
  const fits =
    lengths?.every((length) => Number.isSafeInteger(length) && (length as number) >= 0) && lengths.length <= 32;
  if (!fits) throw malformed('an array whose shape is no tuple of lengths');
  const sizes = lengths as number[];
  if (sizes.reduce((product, length) => product * length, 1) > 2 ** 31)
    throw malformed('an array of more than 2^31 items');
  return sizes;
}
