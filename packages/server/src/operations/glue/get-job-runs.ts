import { present } from '@catenary/scoring/internal/values';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
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
  const after = token === undefined ? undefined : await sparkRunRecords.find(context.store, token);
  if (token !== undefined && (after?.kind !== job.kind || after.parent !== job.name))
    throw invalidInput('NextToken is not one that this operation gave.');
  const most = Math.min(size, maxSize);
  const runs = await sparkRunRecords.pageOf(context.store, job, { after, limit: most + 1 });
  const page = runs.slice(0, most);
  return {
    JobRuns: page.map(describeRun),
    ...present({ NextToken: runs.length > most ? page.at(-1)?.id : undefined }),
  };
}
