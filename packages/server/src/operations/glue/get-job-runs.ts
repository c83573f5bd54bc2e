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
  const { kind, name } = await findJob(JobName, context);
  const runs = await sparkRunRecords.listOf(context.store, kind, name);
  const from = token === undefined ? 0 : runs.findIndex(({ id }) => id === token) + 1;
  if (token !== undefined && from === 0) throw invalidInput('NextToken is not one that this operation gave.');
  const page = runs.slice(from, from + Math.min(size, maxSize));
  const next = from + page.length < runs.length ? page.at(-1)?.id : undefined;
  return { JobRuns: page.map(describeRun), ...present({ NextToken: next }) };
}
