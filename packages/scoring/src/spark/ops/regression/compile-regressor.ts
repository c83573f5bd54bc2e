import { scalar } from '../../../frame/data-type.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** A loop from `features` to the scalar `prediction`. */
export function compileRegressor(
  context: NodeContext,
  featureCount: number | undefined,
  predict: (input: VectorRegister, row: number) => number,
): Kernel {
  const input = context.vectors('features', featureCount);
  const output = context.outputNumbers('prediction', scalar('double', false));
  const each = (row: number) => {
    output.values[row] = predict(input, row);
  };
  const empty = (row: number) => {
    output.values[row] = Number.NaN;
  };
  const loop = eachVector(context, input, each, empty, featureCount);
  return (rowCount) => {
    output.reserve(rowCount);
    loop(rowCount);
  };
}
