import { defined } from '@catenary/scoring/internal/values';
import type { Rollout } from '../../records/deployment.ts';
import type { HolderAction } from './action.ts';
import { endOf } from './end-of.ts';
import { fleetsIn } from './follow-rollout.ts';
import { isSameChains, isSameCounts } from './is-same-snapshot.ts';
import type { Moment } from './moment.ts';
import { type Failure, isOf, type Observation } from './observation.ts';
import type { DeployedRecord, Policy } from './policy.ts';
import type { RolloutPlan } from './rollout-plan.ts';
import type { RolloutStep } from './rollout-step.ts';
import { backSteps, rolloutSteps } from './rollout-steps.ts';

/** The policy that goes through the steps of a plan, one after the other, and back if something speaks against going on. */
export function rollOut(plan: RolloutPlan): Policy {
  return {
    plan,
    next(record, observed, moment) {
      const { rollout } = record.deployment;
      if (rollout === undefined) return [];
      const walk = { record, rollout, steps: rolloutSteps(plan, record) };
      const reason = rollout.rollback === undefined ? whyBack(walk, observed, moment) : undefined;
      return reason === undefined ? goOn(walk, observed, moment) : turnBack(plan, walk, reason);
    },
  };
}

/** A rollout on its way through its steps. */
interface Walk {
  readonly record: DeployedRecord;
  readonly rollout: Rollout;
  readonly steps: readonly RolloutStep[];
}

const currentStep = ({ rollout, steps }: Walk) => steps[rollout.step];

/** What speaks against going on: it does not start, takes too long, or an alarm was raised. */
function whyBack(walk: Walk, observed: Observation, { date }: Moment): string | undefined {
  const { record, rollout } = walk;
  const { alarm } = observed;
  const endsAt = endOf(rollout);
  if (endsAt !== undefined && date >= endsAt)
    return `The deployment did not complete within MaximumExecutionTimeoutInSeconds (${(endsAt - rollout.startedAt) / 1000}), and was rolled back.`;
  const failure = failureIn(record, observed);
  if (failure !== undefined) return failure.reason;
  return (currentStep(walk)?.traffic ?? 0) > 0 ? alarm : undefined;
}

/** What this step asks for and could not be had. What is active and does not even start is not the rollout's. */
function failureIn(record: DeployedRecord, { serving, failed, failedDeployment }: Observation): Failure | undefined {
  const isServed = serving !== undefined && isSameChains(serving, defined(record.active));
  return [failedDeployment, isServed ? failed : undefined].find((failure) => isOf(record, failure));
}

function turnBack(plan: RolloutPlan, walk: Walk, reason: string): readonly HolderAction[] {
  const { record, rollout } = walk;
  const step = currentStep(walk);
  const steps = step === undefined ? [] : backSteps(plan, step, record);
  if (steps.length === 0) return [{ type: 'give-up', outcome: { status: 'InService', failureReason: reason } }];
  return [{ type: 'advance', step: 0, rollback: { reason, from: rollout.step } }];
}

function goOn(walk: Walk, observed: Observation, { date, startedAt = 0 }: Moment): readonly HolderAction[] {
  const { record, rollout, steps } = walk;
  const step = currentStep(walk);
  if (step !== undefined) {
    if (!isReached(record, step, observed)) return halt(record, rollout, observed);
    const until = rollout.since + step.waitMs;
    if (date < until) return [{ type: 'wait', until: Math.min(until, endOf(rollout) ?? until) }];
    // It came to its end while no server ran, so what happened in it is not known: it lasts once more.
    if (step.waitMs > 0 && until < startedAt) return [{ type: 'advance', step: rollout.step }];
    if (rollout.step + 1 < steps.length) return [{ type: 'advance', step: rollout.step + 1 }];
  }
  const { rollback } = rollout;
  if (rollback === undefined) return [{ type: 'promote', target: record.deployment.target }];
  return [{ type: 'give-up', outcome: { status: 'InService', failureReason: rollback.reason } }];
}

/** A way back that cannot be gone leaves both in service, as they are. */
function halt(record: DeployedRecord, { rollback }: Rollout, observed: Observation): readonly HolderAction[] {
  const failure = failureIn(record, observed);
  if (rollback === undefined || failure === undefined) return [];
  return [{ type: 'halt', reason: `${rollback.reason} The rollback failed: ${failure.reason}` }];
}

function isReached({ active, deployment }: DeployedRecord, step: RolloutStep, observed: Observation): boolean {
  const { serving, next, traffic = 0 } = observed;
  const fleets = fleetsIn(step, defined(active), deployment.target);
  return (
    serving !== undefined &&
    next !== undefined &&
    isSameChains(serving, fleets.active) &&
    isSameCounts(serving, fleets.active) &&
    isSameChains(next, fleets.target) &&
    isSameCounts(next, fleets.target) &&
    traffic === step.traffic
  );
}
