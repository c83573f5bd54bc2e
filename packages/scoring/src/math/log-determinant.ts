import { factor } from './factor.ts';

/** The logarithm of the absolute determinant of an n x n matrix. */
export function logDeterminant(matrix: Float64Array, n: number): number {
  const { factors } = factor(matrix, n);
  let sum = 0;
  for (let at = 0; at < n; at++) sum += Math.log(Math.abs(factors[at * n + at]));
  return sum;
}
