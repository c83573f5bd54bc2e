import { scalar, vector } from '../../../frame/data-type.ts';
import type { AttributeShape } from '../../bundle/attribute.ts';
import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { Register } from '../../plan/register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/**
 * `vector_assembler`: puts scalars and vectors one after the other, `input0` first, and compresses the result. A null is
 * refused. A NaN passes in MLeap; Spark refuses it in a scalar column unless `handleInvalid` says otherwise, which is no
 * part of a bundle: its default stands in. Declared sizes are not held against actual ones.
 * Source: MLeap `VectorAssemblerModel.scala`, Spark 4.1 `VectorAssembler`.
 */
export const vectorAssembler: Op = {
  name: 'vector_assembler',
  compile(context) {
    const count = context.countInputs();
    const shapes = context.attributes.shapes('input_shapes', []);
    const inputs = Array.from({ length: count }, (_, at) => openInput(context, at, shapes[at]));
    const output = context.outputVectors('output', totalSize(inputs));
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) assembleRow(context, inputs, row, output);
    };
  },
};

function openInput(
  context: NodeContext,
  at: number,
  shape: AttributeShape | undefined,
): NumberRegister | VectorRegister {
  if (shape !== undefined && (shape.base === 'list' || (shape.dimensions?.length ?? 1) > 1)) {
    throw context.bad('must provide scalar and vector shapes as inputs');
  }
  const wanted = shape?.base === 'tensor' ? vector(shape.dimensions?.[0]) : scalar('double');
  const raw = context.rawInput(`input${at}`, wanted);
  if (raw.kind === 'number' || raw.kind === 'vector') return raw;
  return context.input(`input${at}`, raw.kind === 'string' ? scalar('double') : vector()) as
    | NumberRegister
    | VectorRegister;
}

/** Known only if every vector's size is declared. */
function totalSize(inputs: readonly Register[]): number | undefined {
  let total = 0;
  for (const { kind, type } of inputs) {
    const size = kind === 'number' ? 1 : (type.dimensions?.[0] ?? -1);
    if (size < 0) return undefined;
    total += size;
  }
  return total;
}

function assembleRow(
  context: NodeContext,
  inputs: readonly (NumberRegister | VectorRegister)[],
  row: number,
  output: VectorRegister,
): void {
  let size = 0;
  let nonzeros = 0;
  const base = output.length;
  for (const input of inputs) {
    if (input.isNull(row)) {
      context.fail(row, 'null_value', 'VectorAssembler cannot take a null', null, input);
      continue;
    }
    if (input.kind === 'number') {
      output.room(size + 1);
      const value = input.values[row];
      output.values[base + size++] = value;
      if (value !== 0) nonzeros++;
      if (value !== value && context.semantics === 'spark') {
        context.fail(row, 'invalid_value', 'VectorAssembler refuses a NaN (handleInvalid error)', value, input);
      }
      continue;
    }
    const width = input.sizes[row];
    output.room(size + width);
    nonzeros += appendRow(input, row, output.values, base + size);
    size += width;
  }
  output.closeCompressed(size, nonzeros);
}

/** Writes a row densely to `at` and returns how many of its values are not zero. */
function appendRow(input: VectorRegister, row: number, target: Float64Array, at: number): number {
  const { values, indices, starts, sizes } = input;
  const start = starts[row];
  const end = starts[row + 1];
  let nonzeros = 0;
  if (input.sparse[row] === 0) {
    for (let from = start, to = at; from < end; from++, to++) {
      const value = values[from];
      target[to] = value;
      if (value !== 0) nonzeros++;
    }
    return nonzeros;
  }
  for (let to = at, last = at + sizes[row]; to < last; to++) target[to] = 0;
  for (let from = start; from < end; from++) {
    const value = values[from];
    target[at + indices[from]] = value;
    if (value !== 0) nonzeros++;
  }
  return nonzeros;
}
