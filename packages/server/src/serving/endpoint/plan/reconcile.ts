import type { EndpointRecord } from '../../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import { isHeldBack, type Observation } from './observation.ts';

/** One step that brings what a server serves closer to what the store says. */
export type Action =
  /** Nothing of it is served any more. */
  | { readonly type: 'close' }
  /** Its chains are stopped and its row is removed. */
  | { readonly type: 'forget' }
  /** The running chains get the weights of `active`. */
  | { readonly type: 'weigh'; readonly active: EndpointSnapshot }
  /** Chains of `active` are started, and take the place of those that run. */
  | { readonly type: 'serve'; readonly active: EndpointSnapshot }
  /** The holder of the endpoint's lease starts `pending`, and makes it what is active. */
  | { readonly type: 'roll-out'; readonly pending: EndpointSnapshot };

/**
 * What a server has to do for an endpoint, in order. It decides by its arguments alone: `now` is by the monotonic clock,
 * milliseconds; `record` is absent if the store has none of that name.
 */
export function reconcile(record: EndpointRecord | undefined, observed: Observation, now: number): Action[] {
  if (record === undefined) return closeIfServed(observed);
  if (record.status === 'Deleting') return [{ type: 'forget' }];
  if (record.status === 'Failed') return [];
  const { active, pending } = record;
  return [
    // Served here, but never in service by its row: it was deleted, and another one of its name was created.
    ...(active === undefined ? closeIfServed(observed) : follow(record, active, { observed, now })),
    ...(pending === undefined ? [] : [{ type: 'roll-out', pending } as const]),
  ];
}

const closeIfServed = ({ serving }: Observation): Action[] => (serving === undefined ? [] : [{ type: 'close' }]);

interface Situation {
  readonly observed: Observation;
  readonly now: number;
}

function follow(record: EndpointRecord, active: EndpointSnapshot, { observed, now }: Situation): Action[] {
  const { serving } = observed;
  if (serving !== undefined && chainsOf(serving) === chainsOf(active))
    return weightsOf(serving) === weightsOf(active) ? [] : [{ type: 'weigh', active }];
  return isHeldBack(record, observed, now) ? [] : [{ type: 'serve', active }];
}

/** Everything that takes chains of its own. */
const chainsOf = ({ variants }: EndpointSnapshot) =>
  JSON.stringify(variants.map((variant) => ({ ...variant, weight: 0, instanceCount: 0 })));

const weightsOf = ({ variants }: EndpointSnapshot) => JSON.stringify(variants.map(({ weight }) => weight));
