import { isDeepStrictEqual } from 'node:util';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkJob } from './check-job.ts';
import type { JobDefinition } from './job-definition.ts';

type CreateJobInput = JobDefinition & { readonly Name: string };

/** A job of the same name and members is the same job: SDKs repeat requests. */
export async function createJob({ Name, ...definition }: CreateJobInput, context: OperationContext): Promise<object> {
  checkJob(definition);
  const { realm, store } = context;
  const record = {
    kind: 'glue-job' as const,
    name: qualify(realm, Name),
    arn: `arn:aws:glue:${realm.region}:${realm.account}:job/${Name}`,
    createdAt: context.now(),
    modifiedAt: context.now(),
    definition: { ...definition },
  };
  if (!(await sparkResourceRecords.insert(store, record))) {
    const there = await sparkResourceRecords.find(store, record.kind, record.name);
    if (there !== undefined && !isDeepStrictEqual(there.definition, record.definition))
      throw new ServiceError('AlreadyExistsException', `Job with name: ${Name} already exists.`);
  }
  return { Name };
}
