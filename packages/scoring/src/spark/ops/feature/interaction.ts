import { javaDoubleText } from '../../../text/java-double-text.ts';
import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import { shapeType } from '../../plan/shape-type.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** One input with the offsets of its slots in its one-hot code. */
interface Factor extends Code {
  readonly input: NumberRegister | VectorRegister;
  /** Levels behind a part of numbers that is as long as the rows say. */
  readonly after?: Int32Array;
  /** The codes of open factors by the size of the vector. */
  readonly bySize: Map<number, Code>;
}

interface Code {
  /** Levels of each slot; 1 is a number, not a nominal value. */
  readonly levels: Int32Array;
  readonly offsets: Int32Array;
  readonly width: number;
}

/** Sizes of an open vector whose codes are kept. */
const MAX_SIZES = 16;

/** A growing sparse vector while inputs are multiplied in. */
interface Product {
  indices: number[];
  values: number[];
  size: number;
}

/**
 * `interaction`: the outer product of the inputs' codes, the first input varying slowest; nominal slots are one-hot
 * coded. Of sparse inputs only active entries take part (a zero among them, as one of a dense vector, does), at their true positions as in Spark. (MLeap 0.25 takes their
 * offset by rank among the active ones, which puts values in the wrong place.)
 * Source: MLeap `InteractionModel.scala`, Spark `Interaction`.
 */
export const interaction: Op = {
  name: 'interaction',
  compile(context) {
    const shapes = context.attributes.shapes('input_shapes', []);
    const count = context.attributes.integer('num_inputs', context.countInputs());
    const factors = Array.from({ length: Math.min(count, context.countInputs()) }, (_, at): Factor => {
      const code = codeOf(context.attributes.integers(`num_features${at}`));
      const input = context.input(`input${at}`, shapeType(shapes[at])) as NumberRegister | VectorRegister;
      const after = `num_features_after${at}`;
      const open = context.attributes.has(after) ? { after: context.attributes.integers(after) } : {};
      return { input, ...code, ...open, bySize: new Map() };
    });
    const isOpen = factors.some(({ after }) => after !== undefined);
    const size = isOpen ? undefined : factors.reduce((product, { width }) => product * width, 1);
    if (size !== undefined && !(Number.isSafeInteger(size) && size <= 0x7fffffff))
      throw context.bad(`makes vectors of ${size} values`);
    const output = context.outputVectors('output', size);
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const product: Product = { indices: [0], values: [1], size: 1 };
        for (let at = factors.length - 1; at >= 0; at--) multiplyIn(context, factors[at], row, product);
        writeProduct(product, output, context.semantics === 'spark');
      }
    };
  },
};

function codeOf(levels: Int32Array): Code {
  const offsets = new Int32Array(levels.length);
  for (let slot = 1; slot < levels.length; slot++) offsets[slot] = offsets[slot - 1] + levels[slot - 1];
  return { levels, offsets, width: levels.reduce((sum, number) => sum + number, 0) };
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

function multiplyIn(context: NodeContext, declared: Factor, row: number, product: Product): void {
  const factor = factorAt(declared, row);
  const { input } = factor;
  const indices: number[] = [];
  const values: number[] = [];
  if (input.isNull(row)) {
    context.fail(row, 'null_value', 'Values to interact cannot be null', null, input);
  } else if (input.kind === 'number') {
    addSlot(context, factor, { row, slot: 0, value: input.values[row] }, product, indices, values);
  } else if (input.sizes[row] !== factor.levels.length) {
    const found = input.sizes[row];
    context.fail(
      row,
      'wrong_size',
      `The vector has ${found} values; the model has ${factor.levels.length}`,
      found,
      input,
    );
  } else {
    const start = input.starts[row];
    for (let at = start; at < input.starts[row + 1]; at++) {
      const slot = input.isSparse(row) ? input.indices[at] : at - start;
      addSlot(context, factor, { row, slot, value: input.values[at] }, product, indices, values);
    }
  }
  product.indices = indices;
  product.values = values;
  product.size *= factor.width;
  if (product.size > 0x7fffffff)
    context.fail(row, 'wrong_size', `The vector would have ${product.size} values`, null, input);
}

function addSlot(
  context: NodeContext,
  { input, levels, offsets }: Factor,
  { row, slot, value }: { readonly row: number; readonly slot: number; readonly value: number },
  product: Product,
  indices: number[],
  values: number[],
): void {
  const isNominal = levels[slot] > 1;
  if (isNominal && !(Number.isInteger(value) && value >= 0 && value < levels[slot])) {
    const message = `Values from column must be indices, but got ${javaDoubleText(value)}`;
    context.fail(row, 'invalid_value', message, value, input);
    return;
  }
  const code = offsets[slot] + (isNominal ? value : 0);
  for (let at = 0; at < product.indices.length; at++) {
    indices.push(product.indices[at] + code * product.size);
    values.push(isNominal ? product.values[at] : product.values[at] * value);
  }
}

function writeProduct({ indices, values, size }: Product, output: VectorRegister, isCompressed: boolean): void {
  if (isCompressed && size <= 1_000_000) {
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
