import { dotRow, type Weights, weightsOf } from '../../plan/dot-row.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

const EPSILON = 2.220446049250313e-16;
const PRECISION = 1e-6;

/** The centre of a cluster. */
export interface Center {
  readonly values: Float64Array;
  /** Its Euclidean length. */
  readonly norm: number;
  readonly weights: Weights;
}

export function centerOf(values: Float64Array, norm: number): Center {
  return { values, norm, weights: weightsOf(values) };
}

/** The row that distances are measured from; one object for all rows. */
export class Point {
  readonly input: VectorRegister;
  row = 0;
  /** Its Euclidean length. */
  norm = 0;

  constructor(input: VectorRegister) {
    this.input = input;
  }

  moveTo(row: number): void {
    const { starts, values } = this.input;
    let sum = 0;
    for (let at = starts[row]; at < starts[row + 1]; at++) sum += values[at] ** 2;
    this.row = row;
    this.norm = Math.sqrt(sum);
  }
}

/** How far a point is from a centre. */
export type Distance = (point: Point, center: Center) => number;

/**
 * Squared distance of a row from a centre by their norms, or directly where that would cancel out.
 * Source: MLeap `LinalgUtils.fastSquaredDistance`.
 */
export function fastSquaredDistance({ input, row, norm }: Point, center: Center): number {
  const squares = norm * norm + center.norm * center.norm;
  const away = norm - center.norm;
  if ((2 * EPSILON * squares) / (away * away + EPSILON) < PRECISION)
    return squares - 2 * dotRow(input, row, center.weights);
  if (input.isSparse(row)) {
    const dot = dotRow(input, row, center.weights);
    const distance = Math.max(squares - 2 * dot, 0);
    const bound = (EPSILON * (squares + 2 * Math.abs(dot))) / (distance + EPSILON);
    if (bound <= PRECISION) return distance;
  }
  const { values } = center;
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += (input.valueAt(row, at) - values[at]) ** 2;
  return sum;
}

/** 1 - x c / |x| / |c|, for vectors and centres that have a length. Source: Spark `CosineDistanceMeasure`. */
export function cosineDistance({ input, row, norm }: Point, center: Center): number {
  return 1 - dotRow(input, row, center.weights) / norm / center.norm;
}
