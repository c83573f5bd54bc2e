import { parsePythonFloat } from '../../../../scoring/codec/python-float.ts';
import type { Frame } from '../../../../scoring/frame/frame.ts';
import { trimEndOf } from '../../../../scoring/codec/trim-end-of.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { featureFrame } from './feature-frame.ts';
import { parseFailure } from './refusal.ts';
import { sniffDelimiter } from './sniff-delimiter.ts';

/**
 * CSV without a header, as the container reads it: blanks around the body are dropped, the delimiter is guessed from the
 * first line, an empty cell is missing, any other goes through Python's `float()`. Lines must be of one length.
 * The answer is the container's 415 with the place of the first cell that does not parse.
 * Source: `encoder.csv_to_dmatrix` of the container.
 */
export function decodeCsv(body: Buffer): Frame | ContainerAnswer {
  const text = stripBlanks(body.toString('utf8'));
  const lineEnd = text.indexOf('\n');
  const delimiter = sniffDelimiter(lineEnd < 0 ? text : text.slice(0, lineEnd));
  if (delimiter === undefined) return parseFailure('csv', 'Could not determine delimiter');
  const lines = text.split('\n');
  const columnCount = countCells(lines[0] as string, delimiter);
  const values = new Float64Array(lines.length * columnCount);
  let at = 0;
  for (let row = 0; row < lines.length; row++) {
    const cells = (lines[row] as string).split(delimiter);
    if (cells.length !== columnCount) {
      return parseFailure('csv', `row ${row + 1} has ${cells.length} cells, the first row has ${columnCount}`, { row });
    }
    for (let column = 0; column < columnCount; column++) {
      const cell = cells[column] as string;
      const value = cell === '' ? Number.NaN : parsePythonFloat(cell);
      if (value === undefined) {
        return parseFailure('csv', `could not convert string to float: '${cell}'`, { row, column, value: cell });
      }
      values[at++] = value;
    }
  }
  return featureFrame('csv', { kind: 'dense', values, rowCount: lines.length, columnCount });
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
