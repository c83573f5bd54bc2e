/** Eigenvalues, and eigenvectors as the columns of a column-major matrix. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigendecomposition of a symmetric n x n matrix (only its values are read, it is not changed), in no particular order.
 * Source: cyclic Jacobi rotations, Golub and Van Loan, "Matrix Computations", 8.5.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let at = 0; at < n; at++) vectors[at * n + at] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const square = a[j * n + i] ** 2;
        all += square;
        if (i !== j) off += square;
      }
    if (!(off > 1e-32 * all)) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  return { values: Float64Array.from({ length: n }, (_, at) => a[at * n + at]), vectors };
}

/** One rotation that makes a[p][q] zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[q * n + p];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) turn(a, k + p * n, k + q * n, c, s);
  for (let k = 0; k < n; k++) turn(a, p + k * n, q + k * n, c, s);
  for (let k = 0; k < n; k++) turn(vectors, k + p * n, k + q * n, c, s);
}

function turn(m: Float64Array, i: number, j: number, c: number, s: number): void {
  const x = m[i];
  const y = m[j];
  m[i] = c * x - s * y;
  m[j] = s * x + c * y;
}
