import { javaDoubleText } from '../../../text/java-double-text.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** The code of an input: nominal slots are one-hot coded, numbers stand for themselves. */
export interface Code {
  /** Levels of each slot; 1 is a number, not a nominal value. */
  readonly levels: Int32Array;
  readonly offsets: Int32Array;
  readonly width: number;
}

/** One input with its code. */
export interface Factor extends Code {
  readonly input: NumberRegister | VectorRegister;
  /** Levels behind a part of numbers that is as long as the rows say. */
  readonly after: ArrayLike<number> | undefined;
  /** The codes of open factors by the size of the vector. */
  readonly bySize: Map<number, Code>;
}

/** Sizes of an open vector whose codes are kept. */
const MAX_SIZES = 16;

/** Larger products than this are not written out as dense vectors, to see whether they should be sparse. */
const MAX_DENSE = 1_000_000;

export function codeOf(levels: Int32Array): Code {
  const offsets = new Int32Array(levels.length);
  for (let slot = 1; slot < levels.length; slot++) offsets[slot] = offsets[slot - 1] + levels[slot - 1];
  return { levels, offsets, width: levels.reduce((sum, number) => sum + number, 0) };
}

/** The outer product of a row's codes: a sparse vector that grows while inputs are multiplied in, the last one first. */
export class CodeProduct {
  readonly #context: NodeContext;
  readonly #factors: readonly Factor[];
  #indices: number[] = [];
  #values: number[] = [];
  #size = 1;
  #nextIndices: number[] = [];
  #nextValues: number[] = [];

  constructor(context: NodeContext, factors: readonly Factor[]) {
    this.#context = context;
    this.#factors = factors;
  }

  multiply(row: number): void {
    this.#indices = [0];
    this.#values = [1];
    this.#size = 1;
    for (let at = this.#factors.length - 1; at >= 0; at--) this.#multiplyIn(factorAt(this.#factors[at], row), row);
  }

  /** Writes the product as a row, compressed as Spark does or sparse as MLeap does. */
  write(output: VectorRegister, isCompressed: boolean): void {
    const [indices, values, size] = [this.#indices, this.#values, this.#size];
    if (isCompressed && size <= MAX_DENSE) {
      output.room(size);
      output.values.fill(0, output.length, output.length + size);
      indices.forEach((index, at) => {
        output.values[output.length + index] = values[at];
      });
      output.closeCompressed(size, values.filter((value) => value !== 0).length);
      return;
    }
    const order = indices.map((_, at) => at).sort((a, b) => indices[a] - indices[b]);
    output.room(indices.length);
    order.forEach((from, at) => {
      output.indices[output.length + at] = indices[from];
      output.values[output.length + at] = values[from];
    });
    output.closeSparse(size, indices.length);
  }

  #multiplyIn(factor: Factor, row: number): void {
    const { input } = factor;
    this.#nextIndices = [];
    this.#nextValues = [];
    if (input.isNull(row)) {
      const message = 'Values to interact cannot be null';
      this.#context.fail(row, { code: 'null_value', message, value: null, input });
    } else if (input.kind === 'number') {
      if (!this.#add(factor, 0, input.values[row])) this.#refuse(row, input, input.values[row]);
    } else this.#addVector(factor, input, row);
    this.#indices = this.#nextIndices;
    this.#values = this.#nextValues;
    this.#size *= factor.width;
    if (this.#size <= 0x7fffffff) return;
    const message = `The vector would have ${this.#size} values`;
    this.#context.fail(row, { code: 'wrong_size', message, value: null, input });
  }

  #addVector(factor: Factor, input: VectorRegister, row: number): void {
    const found = input.sizes[row];
    if (found !== factor.levels.length) {
      const message = `The vector has ${found} values; the model has ${factor.levels.length}`;
      this.#context.fail(row, { code: 'wrong_size', message, value: found, input });
      return;
    }
    const start = input.starts[row];
    for (let at = start; at < input.starts[row + 1]; at++) {
      const slot = input.isSparse(row) ? input.indices[at] : at - start;
      if (!this.#add(factor, slot, input.values[at])) this.#refuse(row, input, input.values[at]);
    }
  }

  /** Multiplies one slot in; false for a nominal value that is none of its slot's. */
  #add({ levels, offsets }: Factor, slot: number, value: number): boolean {
    const isNominal = levels[slot] > 1;
    if (isNominal && !(Number.isInteger(value) && value >= 0 && value < levels[slot])) return false;
    const code = offsets[slot] + (isNominal ? value : 0);
    for (let at = 0; at < this.#indices.length; at++) {
      this.#nextIndices.push(this.#indices[at] + code * this.#size);
      this.#nextValues.push(isNominal ? this.#values[at] : this.#values[at] * value);
    }
    return true;
  }

  #refuse(row: number, input: NumberRegister | VectorRegister, value: number): void {
    const message = `Values from column must be indices, but got ${javaDoubleText(value)}`;
    this.#context.fail(row, { code: 'invalid_value', message, value, input });
  }
}

/** The factor as it is for this row: an open vector is filled up with numbers. */
function factorAt(factor: Factor, row: number): Factor {
  const { input, levels, after, bySize } = factor;
  if (after === undefined || input.kind === 'number' || input.isNull(row)) return factor;
  const size = input.sizes[row];
  if (size < levels.length + after.length) return factor;
  let code = bySize.get(size);
  if (code === undefined) {
    const all = new Int32Array(size).fill(1);
    all.set(levels);
    all.set(after, size - after.length);
    code = codeOf(all);
    if (bySize.size < MAX_SIZES) bySize.set(size, code);
  }
  return { ...factor, ...code };
}
