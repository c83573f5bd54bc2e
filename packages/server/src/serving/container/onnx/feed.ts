import { type Frame, type GivenCells, ScoringError } from '@catenary/scoring/internal/frame';
import {
  columnNumbers,
  frameColumns,
  frameNames,
  frameNumbers,
  frameWidth,
  pickColumns,
  type ScalarColumn,
} from '@catenary/scoring/internal/models';
import { own } from '@catenary/scoring/internal/names';
import { exactCellNumber, formatPythonFloat } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import type { OnnxRuntime, OnnxTensor, OnnxValueInfo, TensorData } from './onnx-runtime.ts';

/** Element type of a tensor → its values from a frame's cells, row by row. */
const tensorValues: Readonly<Record<string, (frame: Frame) => TensorData>> = {
  float32: (frame) => Float32Array.from(frameNumbers(frame)),
  float64: frameNumbers,
  int64: int64s,
  int32: (frame) => Int32Array.from(wholeNumbers(frame)),
  bool: (frame) => Uint8Array.from(frameNumbers(frame), (value) => (value === 0 ? 0 : 1)),
  string: texts,
};

/**
 * The inputs of a model from a frame. One input takes all columns. Of several, each takes the column of its name if the
 * frame has all of them by name, else as many columns as it is wide, from left to right.
 * Throws `ScoringError`: `missing_column`, `wrong_size`, `wrong_type` with the place.
 */
export function makeFeeds(
  runtime: OnnxRuntime,
  inputs: readonly OnnxValueInfo[],
  frame: Frame,
): Record<string, OnnxTensor> {
  if (inputs.length === 1)
    return Object.fromEntries(inputs.map((input) => [input.name, tensorOf(runtime, input, frame)]));
  const byName = namesOf(inputs, frame);
  const widths = inputs.map(widthOf);
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (byName === undefined && total !== frameWidth(frame)) {
    throw new ScoringError('wrong_size', `The input has ${frameWidth(frame)} columns; the ONNX model takes ${total}.`);
  }
  const feeds: Record<string, OnnxTensor> = {};
  let next = 0;
  inputs.forEach((input, at) => {
    const first = next;
    next += defined(widths[at]);
    const places = byName?.get(input.name) ?? Array.from({ length: next - first }, (_none, offset) => first + offset);
    feeds[input.name] = tensorOf(runtime, input, pickColumns(frame, places));
  });
  return feeds;
}

/** Columns by the name of the input, if the frame names any of them. Throws `missing_column` if it lacks others. */
function namesOf(inputs: readonly OnnxValueInfo[], frame: Frame): Map<string, number[]> | undefined {
  const names = frameNames(frame);
  if (names === undefined || inputs.length < 2 || !inputs.some(({ name }) => names.includes(name))) return undefined;
  return new Map(
    inputs.map(({ name: column }) => {
      if (!names.includes(column))
        throw new ScoringError('missing_column', `The input lacks the column "${column}".`, { column });
      return [column, [names.indexOf(column)]];
    }),
  );
}

function tensorOf(runtime: OnnxRuntime, { name, type, shape = [] }: OnnxValueInfo, frame: Frame): OnnxTensor {
  const values = own(tensorValues, type ?? '');
  if (values === undefined) {
    throw new ScoringError(
      'unsupported_model',
      `The ONNX model's input ${name} is of the type ${type}, which no row has.`,
    );
  }
  const columns = frameWidth(frame);
  const width = shape.length < 2 ? 1 : shape.slice(1).reduce<number>((size, length) => size * Number(length), 1);
  if (!Number.isNaN(width) && width !== columns) {
    throw new ScoringError('wrong_size', `The input has ${columns} columns; the ONNX model takes ${width}.`);
  }
  // A last length that is free is as long as the rows are; other free lengths would be a guess.
  const inner = Number.isNaN(width) ? [columns] : shape.slice(1).map(Number);
  return new runtime.Tensor(type ?? '', values(frame), [frame.rowCount, ...inner]);
}

function widthOf({ name, shape = [] }: OnnxValueInfo): number {
  const width = shape.slice(1).reduce<number>((size, length) => size * Number(length), 1);
  if (Number.isSafeInteger(width)) return width;
  throw new ScoringError('unsupported_model', `The ONNX model does not say how wide its input ${name} is.`);
}

/** Whole numbers with all their digits, row by row. */
function int64s(frame: Frame): BigInt64Array {
  if (frame.columns[0]?.kind === 'vector') return BigInt64Array.from(wholeNumbers(frame), BigInt);
  const columns = frameColumns(frame);
  const values = new BigInt64Array(frame.rowCount * columns.length);
  columns.forEach((cells, column) => {
    const numbers = cells.kind === 'value' ? undefined : columnNumbers(cells, column);
    for (let row = 0; row < frame.rowCount; row++) {
      const value = cells.kind === 'value' ? exactNumber(cells, row) : defined(numbers?.[row]);
      if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw noWholeNumber(row, column, value);
      values[row * columns.length + column] = BigInt(value as number | bigint);
    }
  });
  return values;
}

function exactNumber(cells: GivenCells, row: number): number | bigint | undefined {
  const cell = cells.at(row);
  if (typeof cell === 'bigint') return cell;
  return typeof cell === 'string' ? exactCellNumber(cell) : cell === null ? undefined : Number(cell);
}

function wholeNumbers(frame: Frame): Float64Array {
  const values = frameNumbers(frame);
  const at = values.findIndex((value) => !Number.isSafeInteger(value));
  if (at < 0) return values;
  const columns = values.length / frame.rowCount;
  const [row, column, value] = [Math.floor(at / columns), at % columns, values[at]];
  throw noWholeNumber(row, column, value);
}

function noWholeNumber(row: number, column: number, value: number | undefined): ScoringError {
  const text = `Row ${row + 1}, column ${column}: ${value ?? 'the cell'} is no whole number.`;
  return new ScoringError('wrong_type', text, { row, column, value });
}

function texts(frame: Frame): string[] {
  const columns = frameColumns(frame);
  return Array.from({ length: frame.rowCount }, (_none, row) => columns.map((cells) => textAt(cells, row))).flat();
}

/** Cells of CSV as they came; numbers as Python prints them, a missing cell as an empty text. */
function textAt(cells: ScalarColumn, row: number): string {
  const cell = cells.kind === 'value' ? cells.at(row) : cells.values[row];
  if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  return typeof cell === 'number' && !Number.isSafeInteger(cell) ? formatPythonFloat(cell) : String(cell);
}
