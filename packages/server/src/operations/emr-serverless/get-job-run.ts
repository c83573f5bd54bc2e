import type { OperationContext } from '../operation-context.ts';
import { describeJobRun } from './describe-job-run.ts';
import { type AskedJobRun, findJobRun } from './find-job-run.ts';

export async function getJobRun(input: AskedJobRun, context: OperationContext): Promise<object> {
  const { run, found } = await findJobRun(input, context);
  return { jobRun: describeJobRun(run, found) };
}
