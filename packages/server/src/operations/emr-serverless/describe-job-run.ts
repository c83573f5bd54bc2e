import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { SparkRunRecord, SparkRunStatus } from '../../serving/records/spark-run-record.ts';
import { statusesSeenAs } from '../statuses-seen-as.ts';
import type { FoundApplication } from './find-application.ts';
import type { JobRunRequest } from './job-run-request.ts';

const states: Readonly<Record<SparkRunStatus, string>> = {
  Queued: 'SCHEDULED',
  Running: 'RUNNING',
  Stopping: 'CANCELLING',
  Succeeded: 'SUCCESS',
  Failed: 'FAILED',
  TimedOut: 'CANCELLED',
  Stopped: 'CANCELLED',
  Cancelled: 'CANCELLED',
};

/** What runs are that callers see in one of these states. */
export const statusesOf = (asked: readonly string[]): SparkRunStatus[] => statusesSeenAs(states, asked);

const maxDetails = 256;

/** What ListJobRuns returns of a run. */
export function summarizeJobRun(run: SparkRunRecord, { record }: FoundApplication) {
  // It was checked when it was stored.
  const face = run.definition.face as unknown as JobRunRequest & { readonly releaseLabel: string };
  const timeout = run.status === 'TimedOut' ? 'The run took longer than executionTimeoutMinutes.' : undefined;
  return {
    applicationId: nameOf(record.name),
    id: run.id,
    ...present({ name: face.name }),
    mode: 'BATCH',
    arn: `${record.arn}/jobruns/${run.id}`,
    createdBy: face.executionRoleArn,
    createdAt: run.createdAt / 1000,
    updatedAt: run.modifiedAt / 1000,
    executionRole: face.executionRoleArn,
    state: states[run.status],
    stateDetails: (timeout ?? run.message ?? run.note ?? '').slice(0, maxDetails),
    releaseLabel: face.releaseLabel,
    attempt: 1,
  };
}

/** What GetJobRun returns. */
export function describeJobRun(run: SparkRunRecord, found: FoundApplication): object {
  const { clientToken: _token, executionRoleArn: _role, ...given } = run.definition.face as unknown as JobRunRequest;
  const { id, ...summary } = summarizeJobRun(run, found);
  const { startedAt, endedAt } = run;
  const seconds = endedAt === undefined || startedAt === undefined ? 0 : Math.round((endedAt - startedAt) / 1000);
  return {
    ...given,
    ...summary,
    jobRunId: id,
    totalExecutionDurationSeconds: seconds,
    ...present({
      startedAt: startedAt === undefined ? undefined : startedAt / 1000,
      endedAt: endedAt === undefined ? undefined : endedAt / 1000,
    }),
  };
}
