import { maxInstances } from '../endpoint/max-instances.ts';
import type { ScalingRecord } from '../records/scaling-record.ts';
import type { ScalingBounds } from './decide.ts';

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

/** The bounds that a target is scaled within: no more than a variant may have here, and none at all only if that is asked for. */
export function targetBounds({ definition }: ScalingRecord): ScalingBounds {
  const {
    MinCapacity: min = 1,
    MaxCapacity: max = maxInstances,
    SuspendedState: state,
  } = definition as TargetDefinition;
  const most = Math.min(Math.max(max, 0), maxInstances);
  return {
    min: Math.min(Math.max(min, 0), most),
    max: most,
    isInSuspended: state?.DynamicScalingInSuspended === true,
    isOutSuspended: state?.DynamicScalingOutSuspended === true,
  };
}
