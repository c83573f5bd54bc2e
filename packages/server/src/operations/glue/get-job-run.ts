import type { OperationContext } from '../operation-context.ts';
import { describeRun } from './describe-run.ts';
import { findRun } from './find-run.ts';

export async function getJobRun(
  { JobName, RunId }: { readonly JobName: string; readonly RunId: string },
  context: OperationContext,
): Promise<object> {
  return { JobRun: describeRun(await findRun(JobName, RunId, context)) };
}
