import type { OperationContext } from '../operation-context.ts';
import { describeJob } from './describe-job.ts';
import { findJob } from './find-job.ts';

export async function getJob(input: { readonly JobName: string }, context: OperationContext): Promise<object> {
  return { Job: describeJob(await findJob(input.JobName, context)) };
}
