import type { EndpointState } from '../../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';

/** Something that this server did for an endpoint and that failed: as its row was then, and why, fit for FailureReason. */
export interface Failure {
  readonly modifiedAt: number;
  readonly reason: string;
}

/** What this server knows of an endpoint by itself. Times without a date are by the monotonic clock, milliseconds. */
export interface Observation {
  /** Its row as it was when the server last acted on it. */
  readonly state?: Pick<EndpointState, 'status' | 'modifiedAt'>;
  /** What the server serves of it. */
  readonly serving?: EndpointSnapshot;
  /** What it has started beside that, for a deployment. */
  readonly next?: EndpointSnapshot;
  /** The percentage of requests that goes there. */
  readonly traffic?: number;
  /** Why what is being rolled out is not to go on: an alarm. Fit for FailureReason. */
  readonly alarm?: string;
  /** The last failure to serve what is active, and when it may be tried again. */
  readonly failed?: Failure & { readonly retryAt: number };
  /** The last failure of a deployment. */
  readonly failedDeployment?: Failure;
  /** Whether it holds the endpoint's lease: then it carries out what the row says, and writes how that ended. */
  readonly isHolder?: boolean;
  /** Whether other servers may serve the endpoint. */
  readonly isShared?: boolean;
}

/** Whether something failed here as the row is now: once it has changed, a failure says nothing any more. */
export const isOf = ({ modifiedAt }: Pick<EndpointState, 'modifiedAt'>, failure: Failure | undefined) =>
  failure?.modifiedAt === modifiedAt;
