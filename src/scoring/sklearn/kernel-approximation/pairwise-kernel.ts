import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix } from '../table.ts';

/** Kernel values of each row of a matrix with each fitted row. */
export type PairwiseKernel = (matrix: Matrix) => Matrix;

/** The kernels of `sklearn.metrics.pairwise` that estimators name: their parameters default as there. */
export function readPairwiseKernel(fitted: Fitted, rows: Coefficients): PairwiseKernel {
  const name = fitted.text('kernel');
  const { columns, values } = rows;
  const gamma = fitted.has('gamma_') ? fitted.number('gamma_') : fitted.number('gamma', 1 / columns);
  const shift = fitted.number('coef0', 1);
  const degree = fitted.number('degree', 3);
  const fromDot: Record<string, (dot: number) => number> = {
    linear: (dot) => dot,
    poly: (dot) => (gamma * dot + shift) ** degree,
    polynomial: (dot) => (gamma * dot + shift) ** degree,
    sigmoid: (dot) => Math.tanh(gamma * dot + shift),
  };
  if (name !== 'rbf' && !Object.hasOwn(fromDot, name)) throw fitted.refuse(`its kernel is ${name}`);
  const finish = name === 'rbf' ? (square: number) => Math.exp(-gamma * square) : fromDot[name];
  const isDistance = name === 'rbf';
  fitted.widen(rows.rows);
  return (matrix) => {
    const answer = newMatrix(matrix.rows, rows.rows);
    for (let at = 0; at < answer.values.length; at++) {
      const start = Math.floor(at / rows.rows) * columns;
      const other = (at % rows.rows) * columns;
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        const [x, y] = [matrix.values[start + column], values[other + column]];
        sum += isDistance ? (x - y) * (x - y) : x * y;
      }
      answer.values[at] = finish(sum);
    }
    return answer;
  };
}
