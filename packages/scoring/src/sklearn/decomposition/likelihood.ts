import { type Matrix, newMatrix } from '../../frame/table.ts';
import { logDeterminant } from '../../math/log-determinant.ts';

/** Log likelihood of each row, centred already, under a normal distribution of this precision (n x n). */
export function logLikelihood({ rows, columns, values }: Matrix, precision: Float64Array): Matrix {
  const constant = 0.5 * (columns * Math.log(2 * Math.PI) - logDeterminant(precision, columns));
  const answer = newMatrix(rows, 1);
  for (let row = 0; row < rows; row++) {
    const cells = values.subarray(row * columns, (row + 1) * columns);
    let square = 0;
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += cells[j] * precision[j * columns + i];
      square += cells[i] * sum;
    }
    answer.values[row] = -0.5 * square - constant;
  }
  return answer;
}
