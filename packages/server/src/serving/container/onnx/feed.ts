import { defined } from '@catenary/scoring/internal/values';
import { exactCellNumber, formatPythonFloat } from '@catenary/scoring/internal/text';
import {
  columnCount,
  columnOf,
  type GivenCells,
  numberList,
  ScoringError,
  selectColumns,
  type Table,
  type TableColumn,
  toMatrix,
} from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import type { OnnxRuntime, OnnxTensor, OnnxValueInfo, TensorData } from './onnx-runtime.ts';

/** Element type of a tensor → its values from a table's cells, row by row. */
const tensorValues: Readonly<Record<string, (table: Table) => TensorData>> = {
  float32: (table) => Float32Array.from(toMatrix(table).values),
  float64: (table) => toMatrix(table).values,
  int64: (table) => int64s(table),
  int32: (table) => Int32Array.from(wholeNumbers(table)),
  bool: (table) => Uint8Array.from(toMatrix(table).values, (value) => (value === 0 ? 0 : 1)),
  string: texts,
};

/**
 * The inputs of a model from a table. One input takes all columns. Of several, each takes the column of its name if the
 * table has all of them by name, else as many columns as it is wide, from left to right.
 * Throws `ScoringError`: `missing_column`, `wrong_size`, `wrong_type` with the place.
 */
export function makeFeeds(
  runtime: OnnxRuntime,
  inputs: readonly OnnxValueInfo[],
  table: Table,
): Record<string, OnnxTensor> {
  if (inputs.length === 1)
    return Object.fromEntries(inputs.map((input) => [input.name, tensorOf(runtime, input, table)]));
  const byName = namesOf(inputs, table);
  const widths = inputs.map(widthOf);
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (byName === undefined && total !== columnCount(table)) {
    throw new ScoringError('wrong_size', `The input has ${columnCount(table)} columns; the ONNX model takes ${total}.`);
  }
  const feeds: Record<string, OnnxTensor> = {};
  let next = 0;
  inputs.forEach((input, at) => {
    const first = next;
    next += defined(widths[at]);
    const places = byName?.get(input.name) ?? Array.from({ length: next - first }, (_none, offset) => first + offset);
    feeds[input.name] = tensorOf(runtime, input, selectColumns(table, places));
  });
  return feeds;
}

/** Columns by the name of the input, if the table names any of them. Throws `missing_column` if it lacks others. */
function namesOf(inputs: readonly OnnxValueInfo[], { names }: Table): Map<string, number[]> | undefined {
  if (names === undefined || inputs.length < 2 || !inputs.some(({ name }) => names.includes(name))) return undefined;
  return new Map(
    inputs.map(({ name: column }) => {
      if (!names.includes(column))
        throw new ScoringError('missing_column', `The input lacks the column "${column}".`, { column });
      return [column, [names.indexOf(column)]];
    }),
  );
}

function tensorOf(runtime: OnnxRuntime, { name, type, shape = [] }: OnnxValueInfo, table: Table): OnnxTensor {
  const values = own(tensorValues, type ?? '');
  if (values === undefined) {
    throw new ScoringError(
      'unsupported_model',
      `The ONNX model's input ${name} is of the type ${type}, which no row has.`,
    );
  }
  const columns = columnCount(table);
  const width = shape.length < 2 ? 1 : shape.slice(1).reduce<number>((size, length) => size * Number(length), 1);
  if (!Number.isNaN(width) && width !== columns) {
    throw new ScoringError('wrong_size', `The input has ${columns} columns; the ONNX model takes ${width}.`);
  }
  // A last length that is free is as long as the rows are; other free lengths would be a guess.
  const inner = Number.isNaN(width) ? [columns] : shape.slice(1).map(Number);
  return new runtime.Tensor(type ?? '', values(table), [table.rows, ...inner]);
}

function widthOf({ name, shape = [] }: OnnxValueInfo): number {
  const width = shape.slice(1).reduce<number>((size, length) => size * Number(length), 1);
  if (Number.isSafeInteger(width)) return width;
  throw new ScoringError('unsupported_model', `The ONNX model does not say how wide its input ${name} is.`);
}

/** Whole numbers with all their digits, row by row. */
function int64s(table: Table): BigInt64Array {
  if (table.kind === 'matrix') return BigInt64Array.from(wholeNumbers(table), BigInt);
  const columns = table.cells.length;
  const values = new BigInt64Array(table.rows * columns);
  table.cells.forEach((cells, column) => {
    const numbers = cells.kind === 'given' ? undefined : numberList(cells, column);
    for (let row = 0; row < table.rows; row++) {
      const value = cells.kind === 'given' ? exactNumber(cells, row) : (numbers as Float64Array)[row];
      if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw noWholeNumber(row, column, value);
      values[row * columns + column] = BigInt(value as number | bigint);
    }
  });
  return values;
}

function exactNumber(cells: GivenCells, row: number): number | bigint | undefined {
  const cell = cells.at(row);
  if (typeof cell === 'bigint') return cell;
  return typeof cell === 'string' ? exactCellNumber(cell) : cell === null ? undefined : Number(cell);
}

function wholeNumbers(table: Table): Float64Array {
  const { values, columns } = toMatrix(table);
  const at = values.findIndex((value) => !Number.isSafeInteger(value));
  if (at < 0) return values;
  const [row, column, value] = [Math.floor(at / columns), at % columns, values[at]];
  throw noWholeNumber(row, column, value);
}

function noWholeNumber(row: number, column: number, value: number | undefined): ScoringError {
  const text = `Row ${row + 1}, column ${column}: ${value ?? 'the cell'} is no whole number.`;
  return new ScoringError('wrong_type', text, { row, column, value });
}

function texts(table: Table): string[] {
  const columns = Array.from({ length: columnCount(table) }, (_none, column) => columnOf(table, column));
  return Array.from({ length: table.rows }, (_none, row) => columns.map((cells) => textAt(cells, row))).flat();
}

/** Cells of CSV as they came; numbers as Python prints them, a missing cell as an empty text. */
function textAt(cells: TableColumn, row: number): string {
  const cell = cells.kind === 'given' ? cells.at(row) : cells.values[row];
  if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  return typeof cell === 'number' && !Number.isSafeInteger(cell) ? formatPythonFloat(cell) : String(cell);
}
