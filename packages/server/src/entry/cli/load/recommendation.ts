import { present } from '@catenary/scoring/internal/values';
import type { EndpointUnits } from './endpoint-units.ts';

/**
 * The share of the knee that a unit is planned with: what the developer guide begins with as SAFETY_FACTOR ("Load testing
 * your auto scaling configuration").
 */
const safetyFactor = 0.5;

/** How many of them a load needs. */
export interface Recommendation {
  /** What there has to be more of: containers in the server's process share it, whatever the instance count is. */
  readonly unit: EndpointUnits['unit'];
  /** Of one unit, requests a second: what it holds, and what it is planned with. */
  readonly heldPerSecond: number;
  readonly plannedPerSecond: number;
  /** For a target tracking policy over SageMakerVariantInvocationsPerInstance: a minute's requests of one. */
  readonly invocationsPerInstance: number;
  /** For the load that was named; absent if none was. */
  readonly count?: number;
}

/** What follows from the knee (requests a second) of an endpoint of this many units. Undefined if no rate was held. */
export function recommend(
  knee: number,
  { unit, units, wanted }: EndpointUnits & { readonly wanted?: number | undefined },
): Recommendation | undefined {
  if (knee === 0) return undefined;
  const heldPerSecond = knee / units;
  const plannedPerSecond = heldPerSecond * safetyFactor;
  return {
    unit,
    heldPerSecond,
    plannedPerSecond,
    invocationsPerInstance: Math.floor(plannedPerSecond * 60),
    ...present({ count: wanted === undefined ? undefined : Math.ceil(wanted / plannedPerSecond) }),
  };
}
