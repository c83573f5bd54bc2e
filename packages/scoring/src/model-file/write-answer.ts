import { writeCsvCell } from '../formats/csv/csv-cells.ts';
import type { Frame } from '../frame/frame.ts';
import { shortestFloat } from '../text/java-double-text.ts';
import { formatPythonFloat } from '../text/python-float.ts';
import type { ModelAnswer } from './model-file.ts';
import { answerRows, type WrittenCells, writtenCells } from './written-cells.ts';

const texts: Readonly<Record<ModelAnswer['numbers'], (value: number) => string>> = {
  float32: (value) => formatPythonFloat(Number.isFinite(value) ? shortestFloat(value) : value),
  float64: formatPythonFloat,
  integer: integerText,
  boolean: (value) => (value === 0 ? 'False' : 'True'),
};

/** All digits of an integer, also where a double is printed with fewer. */
export function integerText(value: number): string {
  return Number.isSafeInteger(value) || !Number.isFinite(value) ? String(value) : BigInt(value).toString();
}

/**
 * An answer as CSV, a line a row, without a header: numbers in the shortest text that reads back to the same float32 or
 * double, as NumPy and Python print them; labels as they are; missing texts empty.
 */
export function writeAnswer(answer: ModelAnswer): string {
  return writeRows(writtenCells(answer), answer.table.rows);
}

/** The same of an answer that is a frame. */
export function writeFrame(frame: Frame): string {
  const numbers = frame.schema.fields[0]?.numbers ?? 'float64';
  return writeRows(answerRows(frame, numbers === 'bytes' ? 'float64' : numbers), frame.rowCount);
}

function writeRows({ lists, typeOf }: WrittenCells, count: number): string {
  const lines: string[] = [];
  for (let row = 0; row < count; row++) {
    const cells = lists.map((list, column) => {
      const cell = list[row];
      return typeof cell === 'number' ? texts[typeOf(row, column)](cell) : writeCsvCell(cell ?? '');
    });
    lines.push(cells.length === 1 && cells[0] === '' ? '""' : cells.join(','));
  }
  return lines.map((line) => `${line}\n`).join('');
}
