import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { SparkRunRecord, SparkRunStatus } from '../../serving/records/spark-run-record.ts';

/** AWS Glue developer guide, "AWS Glue job run statuses". */
const states: Readonly<Record<SparkRunStatus, string>> = {
  Queued: 'STARTING',
  Running: 'RUNNING',
  Stopping: 'STOPPING',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
  Stopped: 'STOPPED',
  Cancelled: 'STOPPED',
  TimedOut: 'TIMEOUT',
};

/** A run as GetJobRun returns it. */
export function describeRun(run: SparkRunRecord): object {
  const { isQueued, ...told } = run.definition.face;
  const { startedAt = run.createdAt, endedAt } = run;
  const seconds = endedAt === undefined ? 0 : Math.round((endedAt - startedAt) / 1000);
  return {
    ...told,
    Id: run.id,
    JobName: nameOf(run.parent),
    JobRunState: run.status === 'Queued' && isQueued === true ? 'WAITING' : states[run.status],
    StartedOn: run.createdAt / 1000,
    LastModifiedOn: run.modifiedAt / 1000,
    PredecessorRuns: [],
    ExecutionTime: seconds,
    LogGroupName: '/aws-glue/jobs',
    ...present({
      CompletedOn: endedAt === undefined ? undefined : endedAt / 1000,
      ErrorMessage: run.message,
      StateDetail: run.note,
    }),
  };
}
