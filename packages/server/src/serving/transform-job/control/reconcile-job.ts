import type { JobStatus } from '../../../contract/statuses.ts';

/** What this server does for a job at the moment. */
export interface JobObservation {
  /**
   * `queued`: it has a place in the queue, and its turn has not come. `held`: its lease is held here, and its row was
   * just read. `running`: its turn has come.
   */
  readonly here: 'nothing' | 'queued' | 'held' | 'running';
  /** What was done here was interrupted by no fault of the job: not before this time, by the monotonic clock. */
  readonly retryAt?: number | undefined;
}

export type JobAction =
  | 'nothing'
  /** It waits for its turn; then its lease is taken. */
  | 'queue'
  /** Its lease is taken at once: it is to be ended, which needs no turn. */
  | 'take'
  /** Its records are transformed, from its checkpoints. */
  | 'run'
  /** What it left in the store is removed, and it is Stopped. */
  | 'end'
  /** The run is cut off; it ends the job itself. */
  | 'cut-off';

type Table = Readonly<Record<JobObservation['here'], JobAction>>;

const inProgress: Table = { nothing: 'queue', queued: 'nothing', held: 'run', running: 'nothing' };
const stopping: Table = { nothing: 'take', queued: 'take', held: 'end', running: 'cut-off' };

/**
 * What a server has to do for a job. It decides by its arguments alone: `now` is by the monotonic clock, milliseconds;
 * the status is absent if the store has no job of that name.
 */
export function reconcileJob(
  status: JobStatus | undefined,
  { here, retryAt = -Infinity }: JobObservation,
  now: number,
): JobAction {
  if (here === 'nothing' && now < retryAt) return 'nothing';
  if (status === 'InProgress') return inProgress[here];
  return status === 'Stopping' ? stopping[here] : 'nothing';
}
