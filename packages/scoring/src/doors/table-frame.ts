import type { Column } from '../frame/column.ts';
import { type DataType, scalar, vector } from '../frame/data-type.ts';
import type { Frame } from '../frame/frame.ts';
import type { LabelType } from '../frame/label-type.ts';
import { type Cells, cellList, columnCount, columnOf, type Table } from '../frame/table.ts';
import { denseVectors } from '../frame/vector-column.ts';
import { answerColumns } from './answer-columns.ts';
import type { Method } from './model.ts';
import type { Cell } from './rows.ts';

/** A table that a model of its own memory has made, as a frame of one column that is the caller's own. */
export function tableFrame(method: Method, table: Table, type: LabelType | undefined): Frame {
  const [column, dataType] = columnsOf(table, type);
  return {
    schema: { fields: [{ name: answerColumns[method], type: dataType }] },
    columns: [column],
    rowCount: table.rows,
  };
}

function columnsOf(table: Table, type: LabelType | undefined): [Column, DataType] {
  const width = columnCount(table);
  if (table.kind === 'matrix' && type !== 'boolean') {
    const values = table.values.slice(0, table.rows * width);
    return width === 1
      ? [{ kind: 'number', values }, scalar('double')]
      : [denseVectors(values, table.rows, width), vector(width)];
  }
  const columns = Array.from({ length: width }, (_none, at) => labelsOf(columnOf(table, at) as Cells, type));
  const [only] = columns;
  if (only !== undefined && width === 1) return singleColumn(only);
  const values = Array.from({ length: table.rows }, (_none, row) => columns.map((cells) => cells[row] ?? null));
  return [
    { kind: 'value', values },
    { base: 'string', shape: 'list', nullable: true },
  ];
}

function singleColumn(cells: readonly Cell[]): [Column, DataType] {
  const isOf = (kind: string) => cells.every((cell) => typeof cell === kind);
  if (cells.length > 0 && isOf('boolean'))
    return [{ kind: 'number', values: Float64Array.from(cells, Number) }, scalar('boolean')];
  if (cells.length > 0 && isOf('number'))
    return [{ kind: 'number', values: Float64Array.from(cells, Number) }, scalar('double')];
  if (cells.every((cell) => cell === null || typeof cell === 'string'))
    return [{ kind: 'string', values: cells }, scalar('string')];
  return [{ kind: 'value', values: cells }, scalar('long')];
}

/** Labels with their own types: booleans are 1 and 0 in a table, integers that a double would round are texts of their digits. */
export function labelsOf(cells: Cells, type: LabelType | undefined): Cell[] {
  const list = cellList(cells);
  return list.map((cell) => {
    if (type === 'boolean') return typeof cell === 'number' ? cell !== 0 : cell === null ? null : cell === 'True';
    if (type === 'integer' && typeof cell === 'string' && /^-?\d+$/.test(cell)) return BigInt(cell);
    return cell;
  });
}
