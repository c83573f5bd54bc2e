import { readCsvLine } from '../../csv-line.ts';
import type { Cell } from '../analysis/column-profile.ts';

/** The cells of one record of CSV, without its line end; empty ones are missing. Undefined if its quotes are broken. */
export function cellsOfCsv(record: string): Cell[] | undefined {
  return readCsvLine(record, ',')?.map((cell) => (cell === '' ? undefined : cell));
}
