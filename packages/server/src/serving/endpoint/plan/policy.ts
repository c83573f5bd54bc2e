import type { Deployment } from '../../records/deployment.ts';
import type { EndpointRecord } from '../../records/endpoint-record.ts';
import type { HolderAction } from './action.ts';
import type { Moment } from './moment.ts';
import { isOf, type Observation } from './observation.ts';
import type { RolloutPlan } from './rollout-plan.ts';

/** An endpoint that is being changed, as the store has it. */
export type DeployedRecord = EndpointRecord & { readonly deployment: Deployment };

/** One kind of deployment. */
export interface Policy {
  /** What the steps are, if it goes in steps. */
  readonly plan?: RolloutPlan;
  /**
   * What the holder of the lease does next, in order; nothing if it cannot do anything about it. It decides by its
   * arguments alone.
   */
  next(record: DeployedRecord, observed: Observation, moment: Moment): readonly HolderAction[];
}

/** A deployment that failed leaves what was active in service; without anything active, the endpoint has failed. */
export function giveUpFailed(
  record: DeployedRecord,
  { failedDeployment: failure }: Observation,
): readonly HolderAction[] | undefined {
  if (failure === undefined || !isOf(record, failure)) return undefined;
  const status = record.active === undefined ? 'Failed' : 'InService';
  return [{ type: 'give-up', outcome: { status, failureReason: failure.reason } }];
}
