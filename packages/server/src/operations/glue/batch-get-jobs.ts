import { qualify } from '../../contract/qualified-name.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeJob } from './describe-job.ts';
import { invalidInput } from './invalid-input.ts';

const maxNames = 1000;

export async function batchGetJobs(
  { JobNames: names }: { readonly JobNames: readonly string[] },
  { realm, store }: OperationContext,
): Promise<object> {
  if (names.length > maxNames) throw invalidInput(`JobNames has ${names.length} names: ${maxNames} are allowed.`);
  const found: object[] = [];
  const missing: string[] = [];
  for (const name of new Set(names)) {
    const job = await sparkResourceRecords.find(store, 'glue-job', qualify(realm, name));
    if (job === undefined) missing.push(name);
    else found.push(describeJob(job));
  }
  return { Jobs: found, JobsNotFound: missing };
}
