import { ScoringError } from '../scoring-error.ts';
import type { Result } from './result.ts';
import { wrongType } from './wrong-type.ts';

/** Writes the numbers of an answer, row-major, and answers how many a row has. Throws `wrong_type`, `wrong_size`. */
export function writeNumbers(answer: Result, target: Float64Array): number {
  if (!(target instanceof Float64Array)) throw wrongType('The target', target, { expected: 'a Float64Array' });
  const blocks = answer.names.map((name) => answer.dense(name));
  const width = blocks.reduce((sum, { columns }) => sum + columns, 0);
  const needed = width * answer.rows;
  if (target.length < needed) {
    const text = `${answer.rows} answers of ${width} numbers need a target of ${needed}; it has ${target.length}.`;
    throw new ScoringError('wrong_size', text);
  }
  let first = 0;
  for (const { values, columns } of blocks) {
    if (columns === width) target.set(values.subarray(0, needed));
    else
      for (let row = 0; row < answer.rows; row++)
        target.set(values.subarray(row * columns, (row + 1) * columns), row * width + first);
    first += columns;
  }
  return width;
}
