import type { NodeContext } from '../../plan/node-context.ts';
import type { Point } from './center-distance.ts';

/** Refuses a row that has no distance: one with a NaN. */
export function refusePointWithNaN(context: NodeContext, { input, row, norm }: Point): void {
  const message = 'The vector has a NaN, so it has no distance';
  context.fail(row, { code: 'invalid_value', message, value: norm, input });
}

/** Refuses a row that has no direction. */
export function refusePointOfZeros(context: NodeContext, { input, row, norm }: Point): void {
  const message = 'Cosine distance is not defined for zero-length vectors.';
  context.fail(row, { code: 'invalid_value', message, value: norm, input });
}
