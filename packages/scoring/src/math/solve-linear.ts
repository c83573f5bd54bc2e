import { factor } from './factor.ts';

/**
 * Solves A x = b for `count` right sides: `matrix` is n x n and `right` n x count, both row-major and unchanged. A singular
 * matrix gives infinities or NaN. Source: LU with partial pivoting, Golub and Van Loan, "Matrix Computations", 3.4.
 */
export function solveLinear(matrix: Float64Array, n: number, right: Float64Array, count: number): Float64Array {
  const { factors, order } = factor(matrix, n);
  const answer = new Float64Array(n * count);
  for (let side = 0; side < count; side++) {
    for (let row = 0; row < n; row++) {
      let sum = right[order[row] * count + side];
      for (let at = 0; at < row; at++) sum -= factors[row * n + at] * answer[at * count + side];
      answer[row * count + side] = sum;
    }
    for (let row = n - 1; row >= 0; row--) {
      let sum = answer[row * count + side];
      for (let at = row + 1; at < n; at++) sum -= factors[row * n + at] * answer[at * count + side];
      answer[row * count + side] = sum / factors[row * n + row];
    }
  }
  return answer;
}
