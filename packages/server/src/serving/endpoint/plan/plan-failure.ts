import type { EndpointRecord } from '../../records/endpoint-record.ts';

/** Which of its snapshots was being started. */
export type StartedSnapshot = 'active' | 'pending';

/** What becomes of an endpoint whose start failed: its status, or `retry` if it is this server's concern alone. */
export type FailurePlan = 'InService' | 'Failed' | 'retry';

/**
 * An update that does not start leaves what was active in service; without anything active, the endpoint has failed.
 * What was in service before and does not start again has failed, too, unless other servers may be serving it.
 */
export function planFailure(
  { active }: Pick<EndpointRecord, 'active'>,
  started: StartedSnapshot,
  isShared: boolean,
): FailurePlan {
  if (started === 'active') return isShared ? 'retry' : 'Failed';
  return active === undefined ? 'Failed' : 'InService';
}
