import type { Frame } from '../frame/frame.ts';
import { formOf, type RowTypes } from '../frame/row-types.ts';
import { cellList, columnCount, columnOf, type TableColumn } from '../frame/table.ts';
import { exactCellNumber } from '../text/cell-number.ts';
import { present } from '../util/present.ts';
import type { ModelAnswer } from './model-file.ts';
import { TableFrame } from './table-frame.ts';
import { tableOf } from './table-of.ts';

type Numbers = ModelAnswer['numbers'];

/** The cells of an answer column by column, and what a number among them is to numpy. Integers may be texts of their digits. */
export interface WrittenCells {
  readonly lists: readonly (readonly (string | number | null)[])[];
  readonly typeOf: (row: number, column: number) => Numbers;
}

/** The cells of an answer with their types: one for all of them, one a row, or each its own. */
export function writtenCells({ table, numbers, rowTypes }: ModelAnswer): WrittenCells {
  const columns = Array.from({ length: columnCount(table) }, (_none, column) => columnOf(table, column));
  if (rowTypes === undefined) return { lists: columns.map((column) => cellList(column)), typeOf: () => numbers };
  const typeOf = (row: number, column: number) =>
    rowTypes[row] === undefined ? ownType(columns[column], row) : numberType(rowTypes[row]);
  const lists = columns.map((column, at) =>
    cellList(column).map((cell, row) => exactDigits(column, row, typeOf(row, at)) ?? cell),
  );
  return { lists, typeOf };
}

/** The same of an answer that is a frame. */
export function answerRows(frame: Frame, numbers: Numbers): WrittenCells {
  const rowTypes = frame instanceof TableFrame ? frame.rowTypes : undefined;
  return writtenCells({ table: tableOf(frame), numbers, ...present({ rowTypes }) });
}

function ownType(column: TableColumn | undefined, row: number): Numbers {
  if (column?.kind === 'value') return numberType(formOf(column, row));
  return numberType(column?.type ?? 'float64');
}

const numberType = (type: string): Numbers =>
  type === 'integer' || type === 'boolean' || type === 'float32' ? type : 'float64';

/** All digits of an integer that no double holds. */
function exactDigits(column: TableColumn, row: number, type: string): string | undefined {
  if (type !== 'integer' || column.kind !== 'value') return undefined;
  const cell = column.at(row);
  const number = typeof cell === 'string' ? exactCellNumber(cell) : cell;
  return typeof number === 'bigint' ? String(number) : undefined;
}

/** One type for all rows, for forms that have no other: integers beside doubles are doubles. */
export function typeOfRows(rowTypes: RowTypes | undefined): Numbers | undefined {
  if (rowTypes === undefined) return undefined;
  const [first] = rowTypes;
  return first !== undefined && rowTypes.every((type) => type === first) ? numberType(first) : 'float64';
}
