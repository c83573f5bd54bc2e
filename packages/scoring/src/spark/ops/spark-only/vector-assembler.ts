import { scalar, vector } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import { readHandleInvalid, type HandleInvalid } from '../../handle-invalid.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** One column to assemble. */
interface Part {
  readonly input: NumberRegister | VectorRegister;
  /** How many NaNs a null becomes under `keep`; -1 where nothing tells. */
  readonly width: number;
}

/**
 * `vector_assembler` of a saved stage. A null, or a NaN in a column of numbers, is refused under `error`, drops the row under
 * `skip`, and under `keep` stays as NaN (one for each number of the column). NaN inside a vector always passes.
 * Source: Spark `VectorAssembler.assemble`.
 */
export const sparkVectorAssembler: Op = {
  name: 'vector_assembler',
  compile(context) {
    const mode = readHandleInvalid(context);
    const shapes = context.attributes.shapes('input_shapes');
    const widths = context.attributes.numbers('widths');
    const parts = Array.from({ length: context.countInputs() }, (_, at): Part => {
      const wanted = shapes[at]?.base === 'tensor' ? vector(shapes[at].dimensions?.[0]) : scalar('double');
      const raw = context.rawInput(`input${at}`, wanted);
      const input = raw.kind === 'vector' ? raw : context.input(`input${at}`, scalar('double'));
      return { input: input as NumberRegister | VectorRegister, width: widths[at] };
    });
    const total = parts.reduce((sum, { width }) => (width < 0 ? Number.NaN : sum + width), 0);
    const output = context.outputVectors('output', Number.isNaN(total) ? undefined : total);
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) assembleRow(context, parts, row, output, mode);
    };
  },
};

function assembleRow(
  context: NodeContext,
  parts: readonly Part[],
  row: number,
  output: VectorRegister,
  mode: HandleInvalid,
): void {
  let size = 0;
  for (const part of parts) {
    const { input } = part;
    const isNull = input.isNull(row);
    if (isNull || (input.kind === 'number' && Number.isNaN(input.values[row]))) {
      if (mode === 'skip') context.skip(row);
      else if (mode === 'error') refuse(context, input, row, isNull);
      else if (isNull && part.width < 0) refuse(context, input, row, isNull);
      size = appendNans(output, size, Math.max(part.width, 0));
    } else if (input.kind === 'number') {
      output.room(size + 1);
      output.values[output.length + size++] = input.values[row];
    } else {
      size = appendVector(input, row, output, size);
    }
  }
  let nonzeros = 0;
  for (let at = output.length; at < output.length + size; at++) if (output.values[at] !== 0) nonzeros++;
  output.closeCompressed(size, nonzeros);
}

function appendNans(output: VectorRegister, size: number, count: number): number {
  output.room(size + count);
  output.values.fill(Number.NaN, output.length + size, output.length + size + count);
  return size + count;
}

function appendVector(input: VectorRegister, row: number, output: VectorRegister, size: number): number {
  const width = input.sizes[row];
  output.room(size + width);
  const to = output.length + size;
  const start = input.starts[row];
  const isSparse = input.isSparse(row);
  if (isSparse) output.values.fill(0, to, to + width);
  for (let at = start; at < input.starts[row + 1]; at++) {
    output.values[to + (isSparse ? input.indices[at] : at - start)] = input.values[at];
  }
  return size + width;
}

function refuse(context: NodeContext, input: Part['input'], row: number, isNull: boolean): void {
  const what = isNull ? 'null' : 'NaN';
  const message = `Encountered ${what} while assembling a row with handleInvalid = "error". Consider removing ${what}s from dataset or using handleInvalid = "keep" or "skip".`;
  context.fail(row, isNull ? 'null_value' : 'invalid_value', message, isNull ? null : Number.NaN, input);
}
