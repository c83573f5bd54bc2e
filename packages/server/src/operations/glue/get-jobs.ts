import { present } from '@catenary/scoring/internal/values';
import type { OperationContext } from '../operation-context.ts';
import { describeJob } from './describe-job.ts';
import { type PageInput, pageOfJobs } from './page-of-jobs.ts';

export async function getJobs(input: PageInput, context: OperationContext): Promise<object> {
  const { page, next } = await pageOfJobs(input, context);
  return { Jobs: page.map(describeJob), ...present({ NextToken: next }) };
}
