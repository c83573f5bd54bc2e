import { scalar } from '../../../frame/data-type.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** A regression over one row, for vectors of `size`. */
export interface Regressor {
  readonly size: number;
  readonly predict: (input: VectorRegister, row: number) => number;
}

/** A loop from `features` to the scalar `prediction`. */
export function compileRegressor({ size, predict }: Regressor, ports: Ports, context: NodeContext): Kernel {
  const input = ports.vectors('features', size);
  const output = ports.outputNumbers('prediction', scalar('double', false));
  const each = (row: number) => {
    output.values[row] = predict(input, row);
  };
  const empty = (row: number) => {
    output.values[row] = Number.NaN;
  };
  const loop = eachVector(context, { input, size }, { each, empty });
  return (rowCount) => {
    output.reserve(rowCount);
    loop(rowCount);
  };
}
