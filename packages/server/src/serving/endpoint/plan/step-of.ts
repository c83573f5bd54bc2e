import type { EndpointRecord } from '../../records/endpoint-record.ts';
import { policies } from './policies.ts';
import type { RolloutStep } from './rollout-step.ts';
import { rolloutSteps } from './rollout-steps.ts';

/** The step that an endpoint is in; none if it is not being rolled out in steps. */
export function stepOf({ active, deployment }: Pick<EndpointRecord, 'active' | 'deployment'>): RolloutStep | undefined {
  if (active === undefined || deployment?.rollout === undefined) return undefined;
  const { plan } = policies[deployment.policy];
  return plan === undefined ? undefined : rolloutSteps(plan, { active, deployment })[deployment.rollout.step];
}
