import { javaDoubleText } from '../../../text/java-double-text.ts';
import { spend } from '../../../util/allowance.ts';
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

/** The outer product of a row's codes: a sparse vector that grows while inputs are multiplied in. */
export interface CodeProduct extends Entries {
  size: number;
}

/** Entries of a sparse vector, in the order in which they were made. */
interface Entries {
  indices: number[];
  values: number[];
}

/** The product of a row's codes, the last input multiplied in first. */
export function multiplyCodes(context: NodeContext, factors: readonly Factor[], row: number): CodeProduct {
  // A new one for each row: what is short-lived is cheaper to write to.
  const product: CodeProduct = { indices: [0], values: [1], size: 1 };
  for (let at = factors.length - 1; at >= 0; at--) multiplyIn(context, factorAt(factors[at], row), { row, product });
  return product;
}

/** Writes a product as a row, compressed as Spark does or sparse as MLeap does. */
export function writeProduct(
  { indices, values, size }: CodeProduct,
  output: VectorRegister,
  isCompressed: boolean,
): void {
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

/** Where the product of a row goes on. */
interface Walk {
  readonly row: number;
  readonly product: CodeProduct;
}

function multiplyIn(context: NodeContext, factor: Factor, walk: Walk): void {
  const { input } = factor;
  const { row, product } = walk;
  const next: Entries = { indices: [], values: [] };
  if (input.isNull(row)) {
    context.fail(row, { code: 'null_value', message: 'Values to interact cannot be null', value: null, input });
  } else if (input.kind === 'number') {
    const value = input.values[row];
    if (!addSlot(factor, { slot: 0, value, product }, next)) refuseValue(context, input, { row, value });
  } else if (input.sizes[row] !== factor.levels.length) {
    const found = input.sizes[row];
    const message = `The vector has ${found} values; the model has ${factor.levels.length}`;
    context.fail(row, { code: 'wrong_size', message, value: found, input });
  } else {
    const start = input.starts[row];
    for (let at = start; at < input.starts[row + 1]; at++) {
      const slot = input.isSparse(row) ? input.indices[at] : at - start;
      const value = input.values[at];
      if (!addSlot(factor, { slot, value, product }, next)) refuseValue(context, input, { row, value });
    }
  }
  product.indices = next.indices;
  product.values = next.values;
  product.size *= factor.width;
  if (product.size <= 0x7fffffff) return;
  const message = `The vector would have ${product.size} values`;
  context.fail(row, { code: 'wrong_size', message, value: null, input });
}

/** One slot of an input, and what it is multiplied into. */
interface Slot {
  readonly slot: number;
  readonly value: number;
  readonly product: CodeProduct;
}

/** Multiplies one slot in; false for a nominal value that is none of its slot's. */
function addSlot({ levels, offsets }: Factor, { slot, value, product }: Slot, { indices, values }: Entries): boolean {
  const isNominal = levels[slot] > 1;
  if (isNominal && !(Number.isInteger(value) && value >= 0 && value < levels[slot])) return false;
  const code = offsets[slot] + (isNominal ? value : 0);
  spend(product.indices.length);
  for (let at = 0; at < product.indices.length; at++) {
    indices.push(product.indices[at] + code * product.size);
    values.push(isNominal ? product.values[at] : product.values[at] * value);
  }
  return true;
}

function refuseValue(
  context: NodeContext,
  input: Factor['input'],
  { row, value }: { readonly row: number; readonly value: number },
): void {
  const message = `Values from column must be indices, but got ${javaDoubleText(value)}`;
  context.fail(row, { code: 'invalid_value', message, value, input });
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
