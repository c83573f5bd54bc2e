import type { Kernel } from '../../plan/kernel.ts';
import { mapEntries, openVectorMap } from '../../plan/map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';

/** A loop that multiplies each entry of a vector by the factor at its position. */
export function scaleEntries(factors: Float64Array, ports: Ports, context: NodeContext): Kernel {
  return mapEntries(context, openVectorMap(ports, factors.length), (value, at) => value * factors[at]);
}
