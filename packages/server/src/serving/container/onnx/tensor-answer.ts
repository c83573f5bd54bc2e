import { halfValue } from '@catenary/scoring/internal/formats';
import { type Frame, ScoringError, scalar } from '@catenary/scoring/internal/frame';
import { rowMajorAnswer } from '@catenary/scoring/internal/models';
import { own } from '@catenary/scoring/internal/names';
import { defined } from '@catenary/scoring/internal/values';
import type { OnnxTensor } from './onnx-runtime.ts';

/** Element type → numpy's code of integers. */
const integerCodes: Readonly<Record<string, string>> = {
  int8: '|i1',
  uint8: '|u1',
  int16: '<i2',
  uint16: '<u2',
  int32: '<i4',
  uint32: '<u4',
  int64: '<i8',
  uint64: '<u8',
};

/**
 * Tensors, each of `batchRows` rows, as one answer. All labels may stand in one row, as some converters put them; other tensors
 * begin with the dimension of the rows, which is not the case where the model declares that the first is another
 * (`hasRowsElsewhere`). Throws `ScoringError` `unsupported_model` for those that do not.
 */
export function tensorAnswer(tensors: readonly OnnxTensor[], batchRows: number, isElsewhere = false): Frame {
  const rowCount = tensors.length * batchRows;
  for (const tensor of tensors) checkRows(tensor, batchRows, isElsewhere);
  const { type = '', data = [] } = tensors[0] ?? {};
  const width = data.length / batchRows;
  if (tensors.some((tensor) => tensor.data.length !== data.length))
    throw new ScoringError('unsupported_model', 'The ONNX model answers rows of different lengths.');
  const items = tensors.length === 1 ? Array.from(data) : tensors.flatMap((tensor) => Array.from(tensor.data));
  if (type === 'string') return textAnswer(items.map(String), rowCount, width);
  const isNested = (tensors[0]?.dims.length ?? 0) > 1 && tensors[0]?.dims[0] === batchRows;
  const code = own(integerCodes, type);
  if (code !== undefined)
    return rowMajorAnswer(items as (number | bigint)[], rowCount, { numbers: 'integer', code, isNested });
  const numbers = type === 'bool' ? 'boolean' : type === 'float64' ? 'float64' : 'float32';
  return rowMajorAnswer((items as number[]).map(numberReader(type, data)), rowCount, { numbers, isNested });
}

/** Floats of 16 bits come as their bits where JavaScript has no array of them. */
const numberReader = (type: string, data: OnnxTensor['data']) =>
  type === 'float16' && data instanceof Uint16Array ? halfValue : Number;

/** Whether the first length of a declared shape is given, and a later one is free: the one for rows, as of probabilities of several targets. */
export const hasRowsElsewhere = ([first, ...others]: readonly (number | string)[]): boolean =>
  typeof first === 'number' && first > 1 && others.some((length) => typeof length !== 'number');

function checkRows({ data, dims }: OnnxTensor, rows: number, isElsewhere: boolean): void {
  if (rows === 1 || (dims[0] === rows && !isElsewhere) || data.length === rows) return;
  const shape = dims.length === 0 ? 'one number' : `a tensor of ${dims.join(' x ')}`;
  throw new ScoringError(
    'unsupported_model',
    `The ONNX model answers ${shape} for ${rows} rows; its first dimension must be the rows.`,
  );
}

/** Row-major texts as an answer, a column for each of a row's. */
function textAnswer(texts: readonly string[], rowCount: number, width: number): Frame {
  const columns = Array.from({ length: width }, (_none, column) => ({
    kind: 'string' as const,
    values: Array.from({ length: rowCount }, (_row, row) => defined(texts[row * width + column])),
  }));
  const fields = columns.map((_column, at) => ({ name: `column-${at}`, type: scalar('string') }));
  return { schema: { fields, isPositional: true }, columns, rowCount };
}
