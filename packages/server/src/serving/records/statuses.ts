import type { EndpointStatus, JobStatus } from '../../contract/statuses.ts';

/** Which status a resource may have next. */
export interface StatusMoves<Status extends string> {
  /** By the status that it has. */
  readonly next: Readonly<Record<Status, readonly Status[]>>;
  /** The statuses from which it may move to this one. */
  sourcesOf(to: Status): Status[];
}

export const statuses = {
  /**
   * A former configuration that no longer starts makes an endpoint Failed even while it is InService or Updating. The
   * statuses below Deleting are never written by this server.
   */
  endpoint: moves<EndpointStatus>({
    Creating: ['InService', 'Failed', 'Deleting'],
    InService: ['Updating', 'Failed', 'Deleting'],
    Updating: ['InService', 'UpdateRollbackFailed', 'Failed', 'Deleting'],
    UpdateRollbackFailed: ['Updating', 'Failed', 'Deleting'],
    Failed: ['Deleting'],
    Deleting: [],
    OutOfService: ['Deleting'],
    SystemUpdating: ['Deleting'],
    RollingBack: ['Deleting'],
  }),
  /** A job that is asked to stop may still come to its end, or fail, before it sees that. */
  job: moves<JobStatus>({
    InProgress: ['Stopping', 'Completed', 'Failed'],
    Stopping: ['Stopped', 'Completed', 'Failed'],
    Completed: [],
    Failed: [],
    Stopped: [],
  }),
};

function moves<Status extends string>(next: StatusMoves<Status>['next']): StatusMoves<Status> {
  return {
    next,
    sourcesOf: (to) => entriesOf(next).flatMap(([from, targets]) => (targets.includes(to) ? [from] : [])),
  };
}

/** `Object.entries` of a table that has these keys and no others. */
function entriesOf<Key extends string, Value>(table: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(table) as [Key, Value][];
}
