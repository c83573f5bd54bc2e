import { scalar } from '../../../frame/data-type.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** A loop from `features` to the number of a cluster. */
export function compileClusters(
  context: NodeContext,
  size: number,
  pick: (input: VectorRegister, row: number) => number,
): Kernel {
  const input = context.vectors('features', size);
  const output = context.outputNumbers('prediction', scalar('int', false));
  const each = (row: number) => {
    output.values[row] = pick(input, row);
  };
  const loop = eachVector(context, input, each, () => {}, size);
  return (rowCount) => {
    output.reserve(rowCount);
    loop(rowCount);
  };
}
