import { answerColumns } from './answer-columns.ts';
import type { Scored } from './engine.ts';
import type { Cell } from './rows.ts';

/** Labels, one a row, as the column `prediction`: all of them texts, numbers or booleans. */
export function labelAnswer(labels: readonly Cell[]): Scored {
  const areAll = (...types: readonly string[]) => labels.every((label) => types.includes(typeof label));
  const numbers = () => Float64Array.from(labels, Number);
  const column = {
    name: answerColumns.predict,
    cell: (row: number) => labels[row] ?? null,
    numbers: () => (areAll('number') ? numbers() : undefined),
    block: () => (areAll('number', 'boolean') ? { values: numbers(), columns: 1 } : undefined),
  };
  return { rowCount: labels.length, columns: [column] };
}
