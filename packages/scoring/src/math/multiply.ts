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
