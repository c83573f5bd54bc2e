import type { FileColumn } from '../../container/file-facts.ts';

const quote = 34;

/** Whether a record of CSV is quotes around nothing, as a null is written in a table of one column, which has no texts here. */
export function isNullCell(record: Buffer, columns: readonly FileColumn[] | undefined): boolean {
  const isEmpty = record.length === 2 && record[0] === quote && record[1] === quote;
  return isEmpty && columns?.every(({ isNoText }) => isNoText === true) === true;
}
