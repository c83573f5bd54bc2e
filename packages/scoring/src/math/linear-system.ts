/** A square matrix, factored: rows are exchanged by `order`, the factors stand in one matrix. */
interface Factored {
  readonly factors: Float64Array;
  readonly order: Int32Array;
}

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

/** The inverse of an n x n matrix. */
export function invert(matrix: Float64Array, n: number): Float64Array {
  const identity = new Float64Array(n * n);
  for (let at = 0; at < n; at++) identity[at * n + at] = 1;
  return solveLinear(matrix, n, identity, n);
}

/** The logarithm of the absolute determinant of an n x n matrix. */
export function logDeterminant(matrix: Float64Array, n: number): number {
  const { factors } = factor(matrix, n);
  let sum = 0;
  for (let at = 0; at < n; at++) sum += Math.log(Math.abs(factors[at * n + at]));
  return sum;
}

/** Rows of `left` (n x m) times columns of `right` (m x k), row-major. */
export function multiply(left: Float64Array, right: Float64Array, n: number, m: number, k: number): Float64Array {
  const answer = new Float64Array(n * k);
  for (let row = 0; row < n; row++) {
    for (let at = 0; at < m; at++) {
      const weight = left[row * m + at];
      for (let column = 0; column < k; column++) answer[row * k + column] += weight * right[at * k + column];
    }
  }
  return answer;
}

function factor(matrix: Float64Array, n: number): Factored {
  const factors = matrix.slice();
  const order = Int32Array.from({ length: n }, (_none, at) => at);
  for (let column = 0; column < n; column++) {
    let best = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(factors[row * n + column]) > Math.abs(factors[best * n + column])) best = row;
    }
    if (best !== column) exchange(factors, order, n, best, column);
    for (let row = column + 1; row < n; row++) {
      const share = (factors[row * n + column] /= factors[column * n + column]);
      for (let at = column + 1; at < n; at++) factors[row * n + at] -= share * factors[column * n + at];
    }
  }
  return { factors, order };
}

function exchange(factors: Float64Array, order: Int32Array, n: number, one: number, other: number): void {
  const row = factors.slice(one * n, (one + 1) * n);
  factors.copyWithin(one * n, other * n, (other + 1) * n);
  factors.set(row, other * n);
  [order[one], order[other]] = [order[other], order[one]];
}
