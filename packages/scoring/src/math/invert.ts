import { solveLinear } from './solve-linear.ts';

/** The inverse of an n x n matrix. */
export function invert(matrix: Float64Array, n: number): Float64Array {
  const identity = new Float64Array(n * n);
  for (let at = 0; at < n; at++) identity[at * n + at] = 1;
  return solveLinear(matrix, n, identity, n);
}
