import type { Frame } from '../frame/frame.ts';
import { allColumns, cellList } from '../frame/table.ts';
import { tableOf } from './table-of.ts';

/** The cells of an answer column by column, a vector's positions each as one. */
export const answerCells = (frame: Frame): (readonly (string | number | null)[])[] =>
  allColumns(tableOf(frame)).map((column) => cellList(column));
