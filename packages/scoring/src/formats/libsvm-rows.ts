import type { SparseRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { parseAsciiFloat } from '../text/python-float.ts';

/** A carriage return alone ends a line too, as to the readers of XGBoost and LightGBM. */
const lineEnd = /[\r\n]/;
const blanks = /[\t\v\f ]/;

/** Columns are 32-bit numbers. */
const MAX_INDEX = 2 ** 31 - 2;

/**
 * libsvm lines, `label index:value index:value ...`, with indices from 0: a row a line, labels and comments (`#`) left
 * out. What absent positions are is the model's to say. A line with a label only is a row without values; blank lines are none.
 * Throws `ScoringError` `bad_input` with row and token.
 */
export function readLibsvmRows(text: string): SparseRows {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  let columnCount = 0;
  for (const line of text.split(lineEnd)) {
    const [written = ''] = line.split('#', 1);
    const tokens = written.split(blanks).filter((token) => token !== '');
    if (tokens.length === 0) continue;
    for (const token of tokens) {
      if (!token.includes(':') || token.startsWith('qid:')) continue;
      const { index, value } = readToken(token, starts.length - 1);
      indices.push(index);
      values.push(value);
      columnCount = Math.max(columnCount, index + 1);
    }
    starts.push(indices.length);
  }
  return {
    kind: 'sparse',
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    rowCount: starts.length - 1,
    columnCount,
  };
}

function readToken(token: string, row: number): { index: number; value: number } {
  const colon = token.indexOf(':');
  const index = /^\d+$/.test(token.slice(0, colon)) ? Number(token.slice(0, colon)) : -1;
  const value = parseAsciiFloat(token.slice(colon + 1));
  if (value === undefined || index < 0 || index > MAX_INDEX) {
    const message = `Row ${row + 1}: "${token.slice(0, 80)}" is no pair of a column (from 0) and a number.`;
    throw new ScoringError('bad_input', message, { row, value: token });
  }
  return { index, value };
}
