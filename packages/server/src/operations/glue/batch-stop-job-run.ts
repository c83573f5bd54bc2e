import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findRun } from './find-run.ts';

interface BatchStopInput {
  readonly JobName: string;
  readonly JobRunIds: readonly string[];
}

/** Each by itself: those that cannot be stopped are listed with the reason. */
export async function batchStopJobRun(
  { JobName, JobRunIds }: BatchStopInput,
  context: OperationContext,
): Promise<object> {
  const stopped: object[] = [];
  const errors: object[] = [];
  for (const JobRunId of JobRunIds) {
    const reason = await whyNotStopped(JobName, JobRunId, context);
    if (reason === undefined) stopped.push({ JobName, JobRunId });
    else errors.push({ JobName, JobRunId, ErrorDetail: reason });
  }
  void context.sparkRuns.look();
  return { SuccessfulSubmissions: stopped, Errors: errors };
}

async function whyNotStopped(job: string, id: string, context: OperationContext): Promise<object | undefined> {
  const run = await findRun(job, id, context).catch((error: Error) => error);
  if (run instanceof Error) return { ErrorCode: run.name, ErrorMessage: run.message };
  if (run.status === 'Stopping' || (await sparkRunRecords.beginStop(context.store, id, context.now())))
    return undefined;
  return { ErrorCode: 'InvalidInputException', ErrorMessage: `The run has ended: ${run.status}.` };
}
