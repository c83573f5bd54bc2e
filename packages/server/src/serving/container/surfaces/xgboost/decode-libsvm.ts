import { type Frame, vectorFrame } from '@catenary/scoring/internal/frame';
import { parsePythonFloat } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import type { ContainerAnswer } from '../../payload.ts';
import { type RequestColumns, stripBlanks } from './decode-csv.ts';
import { parseFailure } from './refusal.ts';

/** Columns are 32-bit in the matrix that the container builds. */
const MAX_INDEX = 2 ** 31 - 2;

/**
 * libsvm lines: `index:value` tokens, apart by single blanks, counted from 0; tokens without a colon (labels) are
 * ignored. Absent columns are missing, explicit zeros are zeros; values at one index are added up. Lines after the last
 * one with a feature vanish. With `shiftsFromOne` indices count from 1 if none of the request is 0; of records that are
 * requests of their own, each is looked at by itself. The answer is the container's 415 with the place of the first bad token.
 * Source: `serve_utils._get_sparse_matrix_from_libsvm` of the container, and `scipy.sparse.csr_matrix`.
 */
export function decodeLibsvm(
  body: Buffer,
  { file, shiftsFromOne }: RequestColumns = { file: undefined },
): Frame | ContainerAnswer {
  const isPart = file?.firstRecord !== undefined;
  const text = body.toString('utf8');
  const lines = (isPart ? text : stripBlanks(text)).split('\n');
  const starts: number[] = [0];
  const indices: number[] = [];
  const values: number[] = [];
  let rowCount = 0;
  for (let row = 0; row < lines.length; row++) {
    const entries = new Map<number, number>();
    for (const token of defined(lines[row]).split(' ')) {
      if (!token.includes(':')) continue;
      const [indexText = '', valueText = '', ...more] = token.split(':');
      const index = /^\s*[+-]?\d+\s*$/.test(indexText) ? Number(indexText) : undefined;
      const value = parsePythonFloat(valueText);
      if (index === undefined || value === undefined || more.length > 0) {
        return parseFailure('libsvm', `could not convert '${token}' to an index and a value`, { row, value: token });
      }
      if (index < 0) return parseFailure('libsvm', 'negative column index found', { row, value: token });
      if (index > MAX_INDEX) return parseFailure('libsvm', `column index ${index} is too large`, { row, value: token });
      entries.set(index, (entries.get(index) ?? 0) + value);
    }
    const shift = shiftsFromOne === true && file?.isEachAlone === true && leastOf(entries.keys()) >= 1 ? 1 : 0;
    for (const [index, value] of [...entries].sort((a, b) => a[0] - b[0])) {
      indices.push(index - shift);
      values.push(value);
    }
    starts.push(indices.length);
    if (entries.size > 0) rowCount = row + 1;
  }
  // In a part of a file, the meaning of a line does not depend on later ones.
  if (isPart) rowCount = lines.length;
  if (rowCount === 0) return parseFailure('libsvm', 'cannot infer dimensions from zero sized index arrays');
  const isShifted = shiftsFromOne === true && file?.isEachAlone !== true && leastOf(indices) >= 1;
  const columns = Int32Array.from(indices, (index) => (isShifted ? index - 1 : index));
  const rows = {
    starts: Int32Array.from(starts.slice(0, rowCount + 1)),
    indices: columns,
    values: Float64Array.from(values),
    rowCount,
    columnCount: columns.reduce((most, column) => Math.max(most, column + 1), 0),
  };
  return vectorFrame(rows, 'libsvm');
}

function leastOf(indices: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const index of indices) least = Math.min(least, index);
  return least;
}
