import { scalar } from '../../../frame/data-type.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import { Point } from './center-distance.ts';

/** How vectors of `size` are put into clusters. */
export interface Clusters {
  readonly size: number;
  readonly pick: (point: Point) => number;
}

/** A loop from `features` to the number of a cluster. */
export function compileClusters({ size, pick }: Clusters, ports: Ports, context: NodeContext): Kernel {
  const input = ports.vectors('features', size);
  const output = ports.outputNumbers('prediction', scalar('int', false));
  const point = new Point(input);
  const each = (row: number) => {
    point.moveTo(row);
    output.values[row] = pick(point);
  };
  const loop = eachVector(context, { input, size }, { each, empty: () => {} });
  return (rowCount) => {
    output.reserve(rowCount);
    loop(rowCount);
  };
}
