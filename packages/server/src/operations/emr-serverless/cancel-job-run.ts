import { validationException } from '../../contract/service-error.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type AskedJobRun, findJobRun } from './find-job-run.ts';

export async function cancelJobRun(input: AskedJobRun, context: OperationContext): Promise<object> {
  const { run } = await findJobRun(input, context);
  if (!(await sparkRunRecords.beginStop(context.store, run.id, context.now())))
    throw validationException(`JobRun ${run.id} cannot be cancelled: it has ended, or is being cancelled.`);
  void context.sparkRuns.look();
  return { applicationId: input.applicationId, jobRunId: run.id };
}
