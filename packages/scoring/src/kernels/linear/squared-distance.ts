/** Rows of doubles, row-major. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * Between a row and a point, which must be equally wide; added up in column order, as scikit-learn's trees do, since points
 * that are equally far on paper differ by its rounding. May stop early, with any number above `limit`, once it is above it.
 */
export function squaredDistance(rows: Rows, row: number, points: Rows, place: number, limit: number): number {
  const { columns } = rows;
  const [x, y] = [rows.values, points.values];
  const start = row * columns;
  const other = place * columns;
  let sum = 0;
  let at = 0;
  for (; at + 4 <= columns; at += 4) {
    const a = x[start + at] - y[other + at];
    const b = x[start + at + 1] - y[other + at + 1];
    const c = x[start + at + 2] - y[other + at + 2];
    const d = x[start + at + 3] - y[other + at + 3];
    sum = sum + a * a + b * b + c * c + d * d;
    if (sum > limit) return sum;
  }
  for (; at < columns; at++) sum += (x[start + at] - y[other + at]) ** 2;
  return sum;
}
