import type { Frame } from '../frame/frame.ts';
import { newMatrix, type Table } from '../frame/table.ts';
import { defined } from '../util/defined.ts';
import { answerFrame } from './frame-of.ts';
import type { ModelAnswer } from './model-file.ts';

/** Row-major numbers as an answer, with all digits of integers: a column, or one of vectors where a row has several. */
export function rowMajorAnswer(
  items: readonly (number | bigint)[],
  rowCount: number,
  facts: Omit<ModelAnswer, 'table'>,
): Frame {
  const values = Float64Array.from(items, Number);
  const width = values.length / rowCount;
  const isExact = facts.numbers !== 'integer' || values.every(Number.isSafeInteger);
  const table = isExact ? newMatrix(rowCount, width, values) : digitsTable(items, rowCount, width);
  return answerFrame({ ...facts, table });
}

function digitsTable(items: readonly (number | bigint)[], rows: number, width: number): Table {
  const cells = Array.from({ length: width }, (_none, column) => ({
    kind: 'string' as const,
    values: Array.from({ length: rows }, (_row, row) => String(defined(items[row * width + column]))),
  }));
  return { kind: 'mixed', rows, cells };
}
