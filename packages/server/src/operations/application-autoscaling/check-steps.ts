import type { StepScaling } from '../../serving/scaling/step-scaling.ts';
import { refused } from './scaling-input.ts';

/** Throws `ServiceError` for steps that are none, or that overlap or leave gaps (Application Auto Scaling API reference, "StepAdjustment"). */
export function checkSteps(steps: StepScaling | undefined): void {
  if (steps === undefined)
    throw refused('StepScalingPolicyConfiguration must be given with the policy type StepScaling.');
  if (steps.AdjustmentType === undefined) throw refused('AdjustmentType must be given.');
  const adjustments = steps.StepAdjustments ?? [];
  if (adjustments.length === 0) throw refused('StepAdjustments must have at least one step.');
  const bounds = adjustments
    .map(({ MetricIntervalLowerBound: from = Number.NEGATIVE_INFINITY, MetricIntervalUpperBound: to = Infinity }) => ({
      from,
      to,
    }))
    .toSorted((one, other) => one.from - other.from);
  for (const [at, { from, to }] of bounds.entries()) {
    if (from >= to) throw refused(`The lower bound ${from} of a step must be less than its upper bound ${to}.`);
    const next = bounds[at + 1];
    if (next !== undefined && next.from !== to)
      throw refused(
        `Steps must follow each other without gaps and overlaps: one ends at ${to}, and the next begins at ${next.from}.`,
      );
  }
}
