/** StepScalingPolicyConfiguration of the API. */
export interface StepScaling {
  readonly AdjustmentType?: string;
  readonly StepAdjustments?: readonly StepAdjustment[];
  readonly MinAdjustmentMagnitude?: number;
  /** Seconds. */
  readonly Cooldown?: number;
}

/** A step: bounds are counted from the threshold of the alarm; one that is not given is infinite. */
interface StepAdjustment {
  readonly MetricIntervalLowerBound?: number;
  readonly MetricIntervalUpperBound?: number;
  readonly ScalingAdjustment: number;
}

/**
 * The capacity that a step asks for (Application Auto Scaling user guide, "Step scaling policies"); undefined if no step is for
 * that breach. `breach`: the metric less the threshold.
 */
export function steppedCapacity(policy: StepScaling, capacity: number, breach: number): number | undefined {
  const step = policy.StepAdjustments?.find((adjustment) => holds(adjustment, breach));
  if (step === undefined) return undefined;
  const { ScalingAdjustment: change } = step;
  if (policy.AdjustmentType === 'ExactCapacity') return change;
  if (policy.AdjustmentType !== 'PercentChangeInCapacity') return capacity + change;
  const exact = (capacity * change) / 100;
  // Rounded towards 0 to whole instances, but to one at least.
  const rounded = Math.abs(exact) < 1 ? Math.sign(exact) : Math.trunc(exact);
  return capacity + Math.sign(rounded) * Math.max(Math.abs(rounded), policy.MinAdjustmentMagnitude ?? 0);
}

/** Above the threshold a step includes its lower bound, below the threshold its upper bound. */
function holds(step: StepAdjustment, breach: number): boolean {
  const { MetricIntervalLowerBound: from = Number.NEGATIVE_INFINITY, MetricIntervalUpperBound: to = Infinity } = step;
  return breach >= 0 ? from <= breach && breach < to : from < breach && breach <= to;
}
