import type { Fitted } from '../fitted.ts';

/** What a regressor of neighbours was fitted to, a column for each target, row-major. */
interface Targets {
  readonly columns: number;
  readonly values: Float64Array;
  /** Whether it was given as a table. */
  readonly isNested: boolean;
  /** Whether its means are float32: of float32 numbers without weights. */
  readonly isFloat32: boolean;
}

export function readTargets(fitted: Fitted): Targets {
  const isNested = fitted.dimensions('_y') > 1;
  const { columns, values } = isNested ? fitted.matrix('_y') : { columns: 1, values: fitted.doubles('_y') };
  const isUniform = fitted.text('weights', 'uniform') === 'uniform';
  return { columns, values, isNested, isFloat32: isUniform && fitted.isFloat32('_y') };
}
