import { present } from '@catenary/scoring/internal/values';
import type { OperationContext } from '../operation-context.ts';
import { pageOfRuns } from '../page-of-runs.ts';
import { describeRun } from './describe-run.ts';
import { findJob } from './find-job.ts';
import { invalidInput } from './invalid-input.ts';

interface GetJobRunsInput {
  readonly JobName: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const maxSize = 200;

/** Newest first; a page begins behind the run that the token names. */
export async function getJobRuns(input: GetJobRunsInput, context: OperationContext): Promise<object> {
  const { JobName, NextToken: token, MaxResults: size = maxSize } = input;
  const job = await findJob(JobName, context);
  const { page, next } = await pageOfRuns(context.store, job, {
    token,
    size: Math.min(size, maxSize),
    invalid: () => invalidInput('NextToken is not one that this operation gave.'),
  });
  return { JobRuns: page.map(describeRun), ...present({ NextToken: next }) };
}
