import { present } from '@catenary/scoring/internal/values';
import type { SparkRunRecord, SparkRunStatus } from '../../serving/records/spark-run-record.ts';
import { statusesSeenAs } from '../statuses-seen-as.ts';
import type { StepConfig } from './step-config.ts';

const states: Readonly<Record<SparkRunStatus, string>> = {
  Queued: 'PENDING',
  Running: 'RUNNING',
  Stopping: 'CANCEL_PENDING',
  Succeeded: 'COMPLETED',
  Failed: 'FAILED',
  TimedOut: 'FAILED',
  Stopped: 'CANCELLED',
  Cancelled: 'CANCELLED',
};

export const stepState = ({ status }: Pick<SparkRunRecord, 'status'>): string => states[status];

/** What steps are that callers see in one of these states. */
export const statusesOf = (asked: readonly string[]): SparkRunStatus[] => statusesSeenAs(states, asked);

/** A step as DescribeStep and ListSteps return it. */
export function describeStepRecord(run: SparkRunRecord): object {
  // It was checked when it was stored.
  const { Name, ActionOnFailure = 'CONTINUE', HadoopJarStep: step } = run.definition.face as unknown as StepConfig;
  const { Properties: pairs = [], ...config } = step;
  const log = (run.definition.submission as { readonly logUri?: string }).logUri;
  const failure = present({
    Reason: run.message?.slice(0, 200),
    Message: run.message,
    LogFile: log === undefined ? undefined : `${log}/stderr.gz`,
  });
  return {
    Id: run.id,
    Name,
    ActionOnFailure,
    Config: { Args: [], ...config, Properties: Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value])) },
    Status: {
      State: stepState(run),
      StateChangeReason: {},
      ...present({ FailureDetails: run.message === undefined ? undefined : failure }),
      Timeline: {
        CreationDateTime: run.createdAt / 1000,
        ...present({
          StartDateTime: run.startedAt === undefined ? undefined : run.startedAt / 1000,
          EndDateTime: run.endedAt === undefined ? undefined : run.endedAt / 1000,
        }),
      },
    },
  };
}
