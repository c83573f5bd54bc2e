import { present } from '@catenary/scoring/internal/values';
import type { EndpointRecord } from '../../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Action } from './action.ts';
import { isSameChains, isSameCounts } from './is-same-snapshot.ts';
import { isOf, type Observation } from './observation.ts';
import type { RolloutStep } from './rollout-step.ts';
import { instancesOf, scaledSnapshot } from './scaled-snapshot.ts';

/** The two fleets of a rollout as they are to be in a step. */
interface Fleets {
  readonly active: EndpointSnapshot;
  readonly target: EndpointSnapshot;
  readonly traffic: number;
}

/** What any server does to come to the step that the store has: nothing if it is there, or cannot be at the moment. */
export function followRollout(
  record: Pick<EndpointRecord, 'modifiedAt'>,
  fleets: Fleets,
  { observed, isHeldBack }: { readonly observed: Observation; readonly isHeldBack: boolean },
): Action[] {
  const { active, target, traffic } = fleets;
  const { serving, next, failedDeployment } = observed;
  const hasFailed = isOf(record, failedDeployment);
  const isServed = serving !== undefined && isSameChains(serving, active);
  const isStarted = next !== undefined && isSameChains(next, target);
  const share = present({ traffic: traffic > 0 ? traffic : undefined });
  const serve: Action[] = isServed || isHeldBack ? [] : [{ type: 'serve', active, ...share }];
  const start: Action[] = isStarted || hasFailed ? [] : [{ type: 'start', target }];
  // After a restart no request is answered by what is not in rotation: what gets requests is started first.
  const starts = traffic > 0 ? [...start, ...serve] : [...serve, ...start];
  if (starts.length > 0 || !isServed || !isStarted) return starts;
  return move({ serving, next, traffic: observed.traffic ?? 0 }, fleets, { hasFailed, isHeldBack });
}

interface Blocked {
  readonly hasFailed: boolean;
  readonly isHeldBack: boolean;
}

/** There is room for all requests at any moment: what grows does so before requests move, what shrinks afterwards. */
function move(now: Running, { active, target, traffic }: Fleets, { hasFailed, isHeldBack }: Blocked): Action[] {
  const resize: Action[] = isHeldBack || isSameCounts(now.serving, active) ? [] : [{ type: 'resize', active }];
  const scale: Action[] = hasFailed || isSameCounts(now.next, target) ? [] : [{ type: 'scale-next', target }];
  const split: Action[] = now.traffic === traffic ? [] : [{ type: 'split', traffic }];
  const doesShrink = instancesOf(active) < instancesOf(now.serving);
  return doesShrink ? [...scale, ...split, ...resize] : [...resize, ...scale, ...split];
}

interface Running {
  readonly serving: EndpointSnapshot;
  readonly next: EndpointSnapshot;
  readonly traffic: number;
}

/** The fleets of a step. */
export const fleetsIn = (step: RolloutStep, active: EndpointSnapshot, target: EndpointSnapshot): Fleets => ({
  active: scaledSnapshot(active, step.active),
  target: scaledSnapshot(target, step.target),
  traffic: step.traffic,
});
