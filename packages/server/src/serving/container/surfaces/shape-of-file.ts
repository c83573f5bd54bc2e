import { type CsvShape, readCsvCells } from '@catenary/scoring/internal/text';
import type { FileFacts } from '../file-facts.ts';

/** What all CSV of a file is held to: as many cells as its header or its first record has. */
export function shapeOfFile(file: FileFacts | undefined): CsvShape {
  if (file === undefined) return {};
  const { columns, firstRecord, isStart } = file;
  if (columns !== undefined) return { width: columns.length, widthOf: 'the header', isStart };
  if (firstRecord === undefined) return { isStart };
  const [cells] = readCsvCells(Buffer.from(firstRecord).toString());
  return cells === undefined ? { isStart } : { width: cells.length, widthOf: 'the first row', isStart };
}
