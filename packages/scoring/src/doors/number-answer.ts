import type { AnswerColumn } from './answer-column.ts';
import type { Output, Scored } from './engine.ts';

/** One number a row, or several, as an answer of one column. */
export function numberAnswer(name: string, given: ArrayLike<number>, rowCount: number): Scored {
  const width = rowCount === 0 ? 1 : given.length / rowCount;
  const values = given instanceof Float64Array ? given : Float64Array.from(given);
  const column: AnswerColumn = {
    name,
    cell: (row) => (width === 1 ? (values[row] ?? null) : Array.from(values.subarray(row * width, (row + 1) * width))),
    numbers: () => (width === 1 ? values : undefined),
    block: () => ({ values, columns: width }),
  };
  return { rowCount, columns: [column] };
}

export const numberOutput = (name: string, width: number): Output => ({
  name,
  kind: width === 1 ? 'number' : 'vector',
});

/** The column that a booster answers by a method. */
export const boosterColumn = (method: 'predict' | 'margin' | 'leaf' | 'contributions') =>
  method === 'predict' ? 'prediction' : method;
