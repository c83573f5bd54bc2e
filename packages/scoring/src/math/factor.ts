/** A square matrix, factored: rows are exchanged by `order`, the factors stand in one matrix. */
interface Factored {
  readonly factors: Float64Array;
  readonly order: Int32Array;
}

export function factor(matrix: Float64Array, n: number): Factored {
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
