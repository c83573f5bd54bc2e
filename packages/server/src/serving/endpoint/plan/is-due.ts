import type { EndpointStatus } from '../../../contract/statuses.ts';
import type { EndpointState } from '../../records/endpoint-record.ts';
import { isOf, type Observation } from './observation.ts';

/** A server has to finish these changes: the one that began them may be gone. */
const changing: readonly EndpointStatus[] = ['Creating', 'Updating', 'Deleting'];

/**
 * Whether an endpoint has to be looked at, by the part of its row that a poll reads: it is changing, it is not what
 * it was when the server last acted on it, or a start that failed here may be tried again. `now` is by the monotonic
 * clock, milliseconds.
 */
export function isDue(state: EndpointState, observed: Observation, now: number): boolean {
  if (state.status === 'Failed') return false;
  if (changing.includes(state.status)) return true;
  if (observed.state?.status !== state.status || observed.state.modifiedAt !== state.modifiedAt) return true;
  return observed.failed !== undefined && isOf(state, observed.failed) && now >= observed.failed.retryAt;
}
