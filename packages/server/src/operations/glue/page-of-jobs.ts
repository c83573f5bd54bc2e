import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import { type SparkResourceRecord, sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageBehind } from '../page-behind.ts';
import { invalidInput } from './invalid-input.ts';

export interface PageInput {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const defaultSize = 200;

/** A page of the caller's jobs that are wanted, by name. */
export async function pageOfJobs(
  input: PageInput,
  { realm, store }: OperationContext,
  isWanted: (job: SparkResourceRecord) => boolean = () => true,
) {
  const all = await sparkResourceRecords.list(store, 'glue-job');
  const mine = all.filter((job) => regionOf(job.name) === realm.region && isWanted(job));
  return pageBehind(mine, ({ name }) => nameOf(name), {
    token: input.NextToken,
    size: input.MaxResults ?? defaultSize,
    invalid: () => invalidInput('NextToken is not one that this operation gave.'),
  });
}
