import { dotRow } from '../../plan/old-map-vectors.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

const EPSILON = 2.220446049250313e-16;
const PRECISION = 1e-6;

/** Euclidean length of a row. */
export function rowNorm(input: VectorRegister, row: number): number {
  let sum = 0;
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) sum += input.values[at] ** 2;
  return Math.sqrt(sum);
}

/**
 * Squared distance of a row from a centre by their norms, or directly where that would cancel out.
 * Source: MLeap `LinalgUtils.fastSquaredDistance`.
 */
export function fastSquaredDistance(
  input: VectorRegister,
  row: number,
  norm: number,
  center: Float64Array,
  centerNorm: number,
): number {
  const squares = norm * norm + centerNorm * centerNorm;
  const away = norm - centerNorm;
  if ((2 * EPSILON * squares) / (away * away + EPSILON) < PRECISION) return squares - 2 * dotRow(input, row, center);
  if (input.isSparse(row)) {
    const dot = dotRow(input, row, center);
    const distance = Math.max(squares - 2 * dot, 0);
    const bound = (EPSILON * (squares + 2 * Math.abs(dot))) / (distance + EPSILON);
    if (bound <= PRECISION) return distance;
  }
  let sum = 0;
  for (let at = 0; at < center.length; at++) sum += (input.valueAt(row, at) - center[at]) ** 2;
  return sum;
}

/** 1 - x c / |x| / |c|, for vectors and centres that have a length. Source: Spark `CosineDistanceMeasure`. */
export function cosineDistance(
  input: VectorRegister,
  row: number,
  norm: number,
  center: Float64Array,
  centerNorm: number,
): number {
  return 1 - dotRow(input, row, center) / norm / centerNorm;
}
