import { defined } from '@catenary/scoring/internal/values';
import type { Deployment } from '../../records/deployment.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { RolloutPlan } from './rollout-plan.ts';
import type { RolloutStep } from './rollout-step.ts';
import { instancesOf } from './scaled-snapshot.ts';

interface Changed {
  readonly active?: EndpointSnapshot | undefined;
  readonly deployment: Deployment;
}

/** The steps of a rollout: forward, or those of its way back. */
export function rolloutSteps(plan: RolloutPlan, { active, deployment }: Changed): readonly RolloutStep[] {
  const { rollout, target } = deployment;
  if (rollout === undefined) return [];
  const forward = plan.forward(rollout.config, instancesOf(target));
  if (rollout.rollback === undefined) return forward;
  return backSteps(plan, defined(forward[rollout.rollback.from]), { active, deployment });
}

/** The steps back from one that was reached. */
export function backSteps(
  plan: RolloutPlan,
  reached: RolloutStep,
  { active, deployment: { rollout } }: Changed,
): readonly RolloutStep[] {
  if (rollout === undefined || active === undefined) return [];
  return plan.back?.(reached, rollout.config, instancesOf(active)) ?? [];
}
