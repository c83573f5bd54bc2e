import { nameOf, qualify } from '../../contract/qualified-name.ts';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageOfResources } from '../page-of-resources.ts';
import { readTextToken, writeTextToken } from '../page-token.ts';
import { invalidInput } from './invalid-input.ts';

export interface PageInput {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const defaultSize = 200;

/** A page of the caller's jobs that are wanted, by name. */
export async function pageOfJobs(
  { NextToken: token, MaxResults: size = defaultSize }: PageInput,
  context: OperationContext,
  isWanted?: (job: SparkResourceRecord) => boolean,
) {
  const behind = token === undefined ? undefined : qualify(context.realm, readToken(token));
  const after = behind === undefined ? undefined : { key: behind, name: behind };
  const asked = {
    kind: 'glue-job',
    order: 'Name',
    size,
    after,
    tell: (jobs: readonly SparkResourceRecord[]) => jobs,
  } as const;
  const { page, next } = await pageOfResources<SparkResourceRecord>({ ...asked, isWanted }, context);
  return { page, next: next === undefined ? undefined : writeTextToken(nameOf(next.name)) };
}

function readToken(token: string): string {
  const name = readTextToken(token);
  if (name === undefined) throw invalidInput('NextToken is not one that this operation gave.');
  return name;
}
