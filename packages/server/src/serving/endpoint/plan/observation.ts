import type { EndpointState } from '../../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';

/** What this server knows of an endpoint by itself. Times without a date are by the monotonic clock, milliseconds. */
export interface Observation {
  /** Its row as it was when the server last acted on it. */
  readonly state?: Pick<EndpointState, 'status' | 'modifiedAt'>;
  /** What the server serves of it. */
  readonly serving?: EndpointSnapshot;
  /** The last start that failed on this server: when its row was modified, and when it may be tried again. */
  readonly failed?: { readonly modifiedAt: number; readonly retryAt: number };
}

/** Whether a start of this row failed on this server too recently to be tried again. */
export function isHeldBack({ modifiedAt }: Pick<EndpointState, 'modifiedAt'>, { failed }: Observation, now: number) {
  return failed?.modifiedAt === modifiedAt && now < failed.retryAt;
}
