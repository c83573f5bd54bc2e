import { halfBits } from '@catenary/scoring/internal/formats';
import { type Frame, type GivenCells, ScoringError } from '@catenary/scoring/internal/frame';
import { columnNumbers, frameColumns, frameNumbers, type ScalarColumn } from '@catenary/scoring/internal/models';
import { exactCellNumber, formatPythonFloat } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import type { TensorData } from './onnx-runtime.ts';

/** Element type of a tensor → its values from a frame's cells, row by row. Each throws `ScoringError` with the place of a cell that does not fit. */
export const tensorValues: Readonly<Record<string, (frame: Frame) => TensorData>> = {
  float32: (frame) => Float32Array.from(frameNumbers(frame)),
  float64: frameNumbers,
  float16: (frame) => Uint16Array.from(frameNumbers(frame), halfBits),
  int64: (frame) => BigInt64Array.from(longs(frame, -(2n ** 63n), 2n ** 63n - 1n)),
  uint64: (frame) => BigUint64Array.from(longs(frame, 0n, 2n ** 64n - 1n)),
  int32: (frame) => Int32Array.from(integers(frame, -(2 ** 31), 2 ** 31 - 1)),
  uint32: (frame) => Uint32Array.from(integers(frame, 0, 2 ** 32 - 1)),
  int16: (frame) => Int16Array.from(integers(frame, -32768, 32767)),
  uint16: (frame) => Uint16Array.from(integers(frame, 0, 65535)),
  int8: (frame) => Int8Array.from(integers(frame, -128, 127)),
  uint8: (frame) => Uint8Array.from(integers(frame, 0, 255)),
  bool: booleans,
  string: texts,
};

/** Element types whose cells need all their digits, or their text. */
export const exactTypes: ReadonlySet<string | undefined> = new Set(['int64', 'uint64', 'string']);

/** Any number but 0 is true, as to numpy; a missing cell is neither. */
function booleans(frame: Frame): Uint8Array {
  const values = frameNumbers(frame);
  const at = values.findIndex((value) => value !== value);
  if (at >= 0) throw refuse(placeOf(frame, values, at), 'the cell', 'is missing, where the ONNX model takes a boolean');
  return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
}

function integers(frame: Frame, least: number, most: number): Float64Array {
  const values = frameNumbers(frame);
  const at = values.findIndex((value) => !Number.isInteger(value) || value < least || value > most);
  if (at < 0) return values;
  throw refuseInteger(placeOf(frame, values, at), values[at], [least, most]);
}

/** Whole numbers with all their digits, row by row. */
function longs(frame: Frame, least: bigint, most: bigint): bigint[] {
  const columns = exactColumns(frame);
  const values: bigint[] = [];
  for (let row = 0; row < frame.rowCount; row++) {
    columns.forEach((cellAt, column) => {
      const cell = cellAt(row);
      const isExact = typeof cell === 'bigint' || Number.isSafeInteger(cell);
      const value = isExact ? BigInt(cell as number | bigint) : undefined;
      if (value === undefined || value < least || value > most)
        throw refuseInteger({ row, column }, cell, [least, most]);
      values.push(value);
    });
  }
  return values;
}

type ExactCell = number | bigint | undefined;

function exactColumns(frame: Frame): ((row: number) => ExactCell)[] {
  return frameColumns(frame).map((cells, column) => {
    if (cells.kind === 'value') return (row) => exactNumber(cells, row);
    const numbers = columnNumbers(cells, column);
    return (row) => defined(numbers[row]);
  });
}

function exactNumber(cells: GivenCells, row: number): ExactCell {
  const cell = cells.at(row);
  if (typeof cell === 'bigint') return cell;
  return typeof cell === 'string' ? exactCellNumber(cell) : cell === null ? undefined : Number(cell);
}

interface Place {
  readonly row: number;
  readonly column: number;
}

function placeOf({ rowCount }: Frame, values: Float64Array, at: number): Place {
  const columns = values.length / rowCount;
  return { row: Math.floor(at / columns), column: at % columns };
}

function refuseInteger(
  place: Place,
  value: ExactCell,
  [least, most]: readonly [number | bigint, number | bigint],
): ScoringError {
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  const shown = value === undefined || Number.isNaN(value) ? 'the cell' : String(value);
  return refuse(
    place,
    shown,
    isWhole ? `is not from ${least} to ${most}, as the ONNX model takes it` : 'is no whole number',
  );
}

function refuse({ row, column }: Place, shown: string, what: string): ScoringError {
  return new ScoringError('wrong_type', `Row ${row + 1}, column ${column}: ${shown} ${what}.`, {
    row,
    column,
    value: shown,
  });
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
