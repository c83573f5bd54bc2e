import type { ManagedInstanceScaling } from '../records/managed-instance-scaling.ts';
import type { ScalingRecord } from '../records/scaling-record.ts';
import type { ScalingBounds } from './decide.ts';
import { instanceBounds, maxInstances, withinBounds } from './instance-bounds.ts';

/** What RegisterScalableTarget says of a target. */
export interface TargetDefinition {
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
  readonly SuspendedState?: {
    readonly DynamicScalingInSuspended?: boolean;
    readonly DynamicScalingOutSuspended?: boolean;
    readonly ScheduledScalingSuspended?: boolean;
  };
}

/**
 * The bounds that a target is scaled within: no more than a variant may have here, none at all only if that is asked for, and what
 * its ManagedInstanceScaling allows.
 */
export function targetBounds(
  { definition }: ScalingRecord,
  variant: { readonly managedScaling?: ManagedInstanceScaling } = {},
): ScalingBounds {
  const {
    MinCapacity: min = 1,
    MaxCapacity: max = maxInstances,
    SuspendedState: state,
  } = definition as TargetDefinition;
  const managed = instanceBounds(variant.managedScaling);
  const most = withinBounds(max, managed);
  return {
    min: Math.min(withinBounds(min, managed), most),
    max: most,
    isInSuspended: state?.DynamicScalingInSuspended === true,
    isOutSuspended: state?.DynamicScalingOutSuspended === true,
  };
}
