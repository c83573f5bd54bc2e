import type { Frame } from '../frame/frame.ts';
import { selectColumns } from '../frame/select-columns.ts';
import { allColumns, columnCount, numberList, sliceRows, type TableColumn, toMatrix } from '../frame/table.ts';
import { frameOf } from './frame-of.ts';
import { tableOf } from './table-of.ts';

/** A column of numbers (NaN is missing), of texts (null is missing), or of cells as they came. */
export type ScalarColumn = TableColumn;

/** The columns of a frame, each position of a vector as one. */
export const frameColumns = (frame: Frame): readonly ScalarColumn[] => allColumns(tableOf(frame));

/** The cells of a column as numbers, NaN where missing. Throws `wrong_type` with row, column and value. */
export const columnNumbers: (cells: ScalarColumn, column: number) => Float64Array = numberList;

/** How many columns a frame has, a vector for each of its positions. */
export const frameWidth = (frame: Frame): number => columnCount(tableOf(frame));

/** The names of these columns, if the rows came with names. */
export const frameNames = (frame: Frame): readonly string[] | undefined => tableOf(frame).names;

/** All cells as numbers, row-major, NaN where missing. Throws `wrong_type` with row, column and value. */
export const frameNumbers = (frame: Frame): Float64Array => toMatrix(tableOf(frame)).values;

/** The columns at the given places, in that order. */
export const pickColumns = (frame: Frame, places: readonly number[]): Frame =>
  frameOf(selectColumns(tableOf(frame), places));

/** Rows `start` to `end` (exclusive). */
export const sliceFrame = (frame: Frame, start: number, end: number): Frame =>
  frameOf(sliceRows(tableOf(frame), start, end));
