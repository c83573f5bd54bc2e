import { type Frame, type VectorRows, vectorFrame } from '@catenary/scoring/internal/frame';
import { numberAdvice, parsePythonFloat, trimEndOf } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import type { FileFacts } from '../../file-facts.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { parseFailure } from './refusal.ts';
import { sniffDelimiter } from './sniff-delimiter.ts';

/** What is known about the columns of a file's CSV. */
export interface RequestColumns {
  readonly file: FileFacts | undefined;
  /** The positions of the model's columns, if they are taken by name and are in another order. */
  readonly places?: readonly number[] | undefined;
  /** Whether libsvm rows whose smallest index is 1 or more are read as counted from 1. */
  readonly shiftsFromOne?: boolean;
}

/**
 * CSV without a header, as the container reads it: blanks around the body are dropped, the delimiter is guessed from
 * the first line, an empty cell is missing, any other goes through Python's `float()`. Lines must be of one length. For
 * a file, delimiter and width are those of its header or its first record, and no line is read differently because it
 * is the first or last of a request. The answer is the container's 415 with the place of the first cell that does not
 * parse. Source: `encoder.csv_to_dmatrix` of the container.
 */
export function decodeCsv(
  body: Buffer,
  { file, places }: RequestColumns = { file: undefined },
): Frame | ContainerAnswer {
  const isPart = file?.firstRecord !== undefined;
  const text = isPart ? body.toString('utf8') : stripBlanks(body.toString('utf8'));
  const lines = text.split('\n');
  const { delimiter, columnCount } = dialectOf(file, lines[0] as string);
  if (delimiter === undefined) return parseFailure('csv', 'Could not determine delimiter');
  const written = writtenCells(file);
  const values = new Float64Array(lines.length * columnCount);
  let at = 0;
  const isEachAlone = file?.isEachAlone === true && !(delimiter === ',' && columnCount > 1);
  for (let row = 0; row < lines.length; row++) {
    const line = isEachAlone ? stripBlanks(defined(lines[row])) : defined(lines[row]);
    const cells = line.split(delimiter);
    // By itself, another delimiter would be guessed for it.
    if (isEachAlone && file?.columns === undefined && sniffDelimiter(line) !== delimiter)
      return parseFailure('csv', `row ${row + 1} has another delimiter than the first row`, { row });
    if (cells.length !== columnCount) {
      const whole = file?.columns === undefined ? 'first row' : 'header';
      const problem = `row ${row + 1} has ${cells.length} cells, the ${whole} has ${columnCount}`;
      return parseFailure('csv', problem, { row });
    }
    for (let column = 0; column < columnCount; column++) {
      const cell = defined(cells[column]);
      const value = cell === '' ? Number.NaN : (parsePythonFloat(cell) ?? written?.(cell, column));
      if (value === undefined) {
        const problem = `could not convert string to float: '${cell}'`;
        const advice = numberAdvice(cell);
        return parseFailure('csv', advice === '' ? problem : `${problem}.${advice}`, { row, column, value: cell });
      }
      values[at++] = value;
    }
  }
  const rows = { values, rowCount: lines.length, columnCount };
  return vectorFrame(places === undefined ? rows : selectColumns(rows, places), 'csv');
}

interface Dialect {
  /** Undefined if it is unknown. */
  readonly delimiter: string | undefined;
  readonly columnCount: number;
}

function dialectOf(file: FileFacts | undefined, firstLine: string): Dialect {
  // What has a header is CSV of a declared dialect, which reaches containers with commas.
  if (file?.columns !== undefined) return { delimiter: ',', columnCount: file.columns.length };
  const line = file?.firstRecord === undefined ? firstLine : Buffer.from(file.firstRecord).toString('utf8');
  const delimiter = sniffDelimiter(line);
  return { delimiter, columnCount: delimiter === undefined ? 0 : countCells(line, delimiter) };
}

/**
 * How cells that this server wrote from a file are read besides: booleans are words, and a row of one empty cell has it
 * in quotes, since an empty line is not a row.
 */
function writtenCells(file: FileFacts | undefined): ((cell: string, column: number) => number | undefined) | undefined {
  const columns = file?.columns;
  if (columns === undefined) return undefined;
  return (cell, column) => {
    if (columns.length === 1 && cell === '""') return Number.NaN;
    if (columns[column]?.isBoolean !== true) return undefined;
    return cell === 'true' ? 1 : cell === 'false' ? 0 : undefined;
  };
}

function selectColumns({ values, rowCount, columnCount }: VectorRows, places: readonly number[]): VectorRows {
  const selected = new Float64Array(rowCount * places.length);
  for (let row = 0, at = 0; row < rowCount; row++)
    for (const place of places) selected[at++] = defined(values[row * columnCount + place]);
  return { values: selected, rowCount, columnCount: places.length };
}

/** Python's `bytes.strip()`: ASCII blanks only. */
export function stripBlanks(text: string): string {
  return trimEndOf(text, ' \t\n\r\v\f').replace(/^[ \t\n\r\v\f]+/, '');
}

function countCells(line: string, delimiter: string): number {
  let count = 1;
  for (let at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, at + 1)) count++;
  return count;
}
