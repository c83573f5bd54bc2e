import type { Deployment } from '../../records/deployment.ts';
import type { EndpointRecord } from '../../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Action, HolderAction } from './action.ts';
import { fleetsIn, followRollout } from './follow-rollout.ts';
import { isSameChains, isSameCounts, isSameSnapshot, isSameWeights } from './is-same-snapshot.ts';
import type { Moment } from './moment.ts';
import { isOf, type Observation } from './observation.ts';
import { policies } from './policies.ts';
import { stepOf } from './step-of.ts';

/**
 * What a server has to do for an endpoint, in order; then it is asked again, until there is nothing. It decides by its
 * arguments alone; `record` is absent if the store has none of that name.
 */
export function reconcile(record: EndpointRecord | undefined, observed: Observation, moment: Moment): Action[] {
  if (record === undefined) return closeIfRun(observed);
  if (record.status === 'Deleting') return remove(record, observed, moment);
  if (record.status === 'Failed') return dropLeft(undefined, observed);
  const { active, deployment } = record;
  // Served here, but never in service by its row: it was deleted, and another one of its name was created.
  if (active === undefined && observed.serving !== undefined) return [{ type: 'close' }];
  return [
    ...dropLeft(deployment, observed),
    ...(active === undefined ? [] : follow(record, active, { observed, now: moment.uptime })),
    ...deploy(record, observed, moment),
  ];
}

/** Requests end at once; the row may be seen as Deleting for a while. */
function remove({ modifiedAt }: EndpointRecord, observed: Observation, { date, leastBusyMs = 0 }: Moment): Action[] {
  const until = modifiedAt + leastBusyMs;
  if (leastBusyMs === 0 || date >= until) return [{ type: 'forget' }];
  return [...closeIfRun(observed), { type: 'wait', until }];
}

const closeIfRun = ({ serving, next }: Observation): Action[] =>
  serving === undefined && next === undefined ? [] : [{ type: 'close' }];

/**
 * What was started beside is of use to the deployment that it was started for, while this server carries that out; every
 * server takes part in one that goes in steps.
 */
function dropLeft(deployment: Deployment | undefined, { next, isHolder }: Observation): Action[] {
  const isUsed =
    next !== undefined &&
    deployment !== undefined &&
    (deployment.rollout === undefined
      ? isHolder === true && isSameSnapshot(next, deployment.target)
      : isSameChains(next, deployment.target));
  return next === undefined || isUsed ? [] : [{ type: 'drop' }];
}

interface Situation {
  readonly observed: Observation;
  readonly now: number;
}

/** What is active is served. */
function follow(record: EndpointRecord, active: EndpointSnapshot, { observed, now }: Situation): Action[] {
  const { serving, failed, isShared } = observed;
  const hasFailed = failed !== undefined && isOf(record, failed);
  const isHeldBack = hasFailed && now < failed.retryAt;
  const isLost = hasFailed && isShared !== true;
  const step = stepOf(record);
  if (record.deployment !== undefined && step !== undefined) {
    const fleets = fleetsIn(step, active, record.deployment.target);
    return followRollout(record, fleets, { observed, isHeldBack: isHeldBack || isLost });
  }
  if (serving === undefined || !isSameChains(serving, active)) {
    return isHeldBack || isLost ? [] : [{ type: 'serve', active }];
  }
  // A rollout that could go neither on nor back left fewer: they are needed until the next update is over.
  const isToResize = record.deployment?.policy !== 'resize' && !isHeldBack && !isSameCounts(serving, active);
  return [
    ...(isSameWeights(serving, active) ? [] : [{ type: 'weigh', active } as const]),
    ...(isToResize ? [{ type: 'resize', active } as const] : []),
  ];
}

/** What only the holder of the lease does. */
function deploy(record: EndpointRecord, observed: Observation, moment: Moment): readonly Action[] {
  const { active, deployment, status } = record;
  if (status === 'UpdateRollbackFailed') return [];
  const reason = active === undefined ? undefined : whyLost(record, active, observed);
  if (reason === undefined && deployment === undefined) return [];
  const isInSteps = reason === undefined && deployment?.rollout !== undefined;
  if (observed.isHolder !== true && !isInSteps) return [{ type: 'lead' }];
  if (reason !== undefined) return [{ type: 'give-up', outcome: { status: 'Failed', failureReason: reason } }];
  if (deployment === undefined) return [];
  const next = policies[deployment.policy].next({ ...record, deployment }, observed, moment);
  const actions = next.map((action) => heldBack(action, record, moment));
  // Whoever sees that a step is over writes the next one: the lease is not held while it lasts.
  const isIdle = actions.every(({ type }) => type === 'wait');
  return observed.isHolder === true || isIdle ? actions : [{ type: 'lead' }];
}

/**
 * A change begins late, so that clients can see the endpoint in progress. It does not end late instead: what was started could not
 * be kept without the lease.
 */
function heldBack(
  action: HolderAction,
  { modifiedAt }: EndpointRecord,
  { date, leastBusyMs = 0 }: Moment,
): HolderAction {
  // Without a delay no clock matters: that of the server which wrote the record may be ahead.
  if (leastBusyMs === 0 || !['start', 'scale'].includes(action.type)) return action;
  const until = modifiedAt + leastBusyMs;
  return date < until ? { type: 'wait', until } : action;
}

/** What was in service and does not start again has failed, unless other servers may be serving it. */
function whyLost(record: EndpointRecord, active: EndpointSnapshot, observed: Observation): string | undefined {
  const { serving, failed, isShared } = observed;
  if (isShared === true || failed === undefined || !isOf(record, failed)) return undefined;
  return serving !== undefined && isSameChains(serving, active) ? undefined : failed.reason;
}
