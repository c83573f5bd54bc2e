import { scalar, vector } from '../../../frame/data-type.ts';
import type { VectorPart } from '../../../frame/assembled-vectors.ts';
import type { AttributeShape } from '../../model/attribute.ts';
import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { Register } from '../../plan/register.ts';
import { isWrittenSparse, type VectorRegister } from '../../plan/vector-register.ts';

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
    // Rows of one table are mostly alike: each is begun in the form that the one before it ended in.
    let wasSparse = true;
    const write = (rowCount: number) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        wasSparse = wasSparse && gatherRow(context, inputs, row, output);
        if (!wasSparse) wasSparse = assembleRow(context, inputs, row, output);
      }
    };
    return (rowCount) => {
      // Spark refuses a NaN: cells have to be looked at.
      const parts = output.isRead || context.semantics === 'spark' ? undefined : partsOf(inputs, rowCount);
      if (parts === undefined) write(rowCount);
      else output.defer(parts, () => write(rowCount));
    };
  },
};

/** The inputs as they are, if nothing in them can be refused and all rows are of one size. */
function partsOf(inputs: readonly (NumberRegister | VectorRegister)[], rowCount: number): VectorPart[] | undefined {
  const parts: VectorPart[] = [];
  for (const input of inputs) {
    if (input.kind === 'number') {
      if (input.hasNulls) return undefined;
      parts.push({ kind: 'number', values: input.values });
    } else {
      const [size] = input.sizes;
      if (input.nulls !== undefined || !areAll(size, input.sizes, rowCount)) return undefined;
      parts.push({ ...input.toColumn(), size });
    }
  }
  return parts;
}

function areAll(size: number, sizes: Int32Array, rowCount: number): boolean {
  for (let row = 1; row < rowCount; row++) if (sizes[row] !== size) return false;
  return true;
}

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

/**
 * Writes the row's nonzeros alone; closes it and says true if that is the form it is to have. If not, nothing has been
 * written: the row is to be assembled densely, where zeros keep their sign.
 */
function gatherRow(
  context: NodeContext,
  inputs: readonly (NumberRegister | VectorRegister)[],
  row: number,
  output: VectorRegister,
): boolean {
  let size = 0;
  let count = 0;
  const base = output.length;
  for (const input of inputs) {
    if (input.isNull(row)) return false;
    if (input.kind === 'number') {
      const value = input.values[row];
      if (value !== value && context.semantics === 'spark') return false;
      if (value !== 0) {
        output.room(count + 1);
        output.values[base + count] = value;
        output.indices[base + count++] = size;
      }
      size++;
      continue;
    }
    count += gatherEntries(input, row, output, { count, size });
    size += input.sizes[row];
  }
  if (!isWrittenSparse(size, count)) return false;
  output.closeSparse(size, count);
  return true;
}

/** Appends a row's nonzeros behind `count` others, moved by `size` places, and returns how many they are. */
function gatherEntries(
  input: VectorRegister,
  row: number,
  output: VectorRegister,
  { count, size }: { readonly count: number; readonly size: number },
): number {
  const start = input.starts[row];
  const end = input.starts[row + 1];
  output.room(count + end - start);
  const { values, indices } = output;
  const begin = output.length + count;
  const isSparse = input.sparse[row] !== 0;
  let to = begin;
  for (let from = start; from < end; from++) {
    const value = input.values[from];
    if (value === 0) continue;
    values[to] = value;
    indices[to++] = size + (isSparse ? input.indices[from] : from - start);
  }
  return to - begin;
}

/** Writes the row densely and closes it, compressed; says whether it became sparse. */
function assembleRow(
  context: NodeContext,
  inputs: readonly (NumberRegister | VectorRegister)[],
  row: number,
  output: VectorRegister,
): boolean {
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
  return isWrittenSparse(size, nonzeros);
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
