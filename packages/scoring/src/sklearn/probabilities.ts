import { type Matrix, newMatrix } from '../frame/table.ts';
import { sigmoid } from '../math/sigmoid.ts';

/** Probabilities of two classes from one column: `[1 - p, p]` with p the sigmoid of the value. */
export function binaryProbabilities(decision: Matrix, slope = 1): Matrix {
  const answer = newMatrix(decision.rows, 2);
  for (let row = 0; row < decision.rows; row++) {
    const p = sigmoid(slope * decision.values[row]);
    answer.values[row * 2] = 1 - p;
    answer.values[row * 2 + 1] = p;
  }
  return answer;
}

/** Softmax of each row, shifted by its maximum so that nothing overflows. */
export function softmaxRows(decision: Matrix): Matrix {
  const { rows, columns, values } = decision;
  const answer = newMatrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let max = -Infinity;
    for (let at = start; at < start + columns; at++) if (values[at] > max) max = values[at];
    let sum = 0;
    for (let at = start; at < start + columns; at++) sum += answer.values[at] = Math.exp(values[at] - max);
    for (let at = start; at < start + columns; at++) answer.values[at] /= sum;
  }
  return answer;
}

/** Each row divided by its sum, in place; what becomes of a row that sums to 0 is asked for. */
export function normalizeRows(matrix: Matrix, zeroBecomes: 'uniform' | 'zero' | 'missing'): Matrix {
  const { rows, columns, values } = matrix;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0;
    for (let at = start; at < start + columns; at++) sum += values[at];
    if (sum === 0 && zeroBecomes === 'uniform') values.fill(1 / columns, start, start + columns);
    else if (sum !== 0 || zeroBecomes === 'missing') for (let at = start; at < start + columns; at++) values[at] /= sum;
  }
  return matrix;
}
