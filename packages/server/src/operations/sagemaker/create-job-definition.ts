import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { JobDefinitionKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkMonitoringJob } from './check-monitoring-job.ts';
import { insertTags } from './tags.ts';

/** A definition, and its tags. */
export interface NewJobDefinition<T> {
  readonly definition: T;
  readonly tags: readonly Tag[] | undefined;
}

export async function createJobDefinition<T extends { readonly JobDefinitionName: string }>(
  { resource, records, jobOf }: JobDefinitionKind<T>,
  { definition, tags = [] }: NewJobDefinition<T>,
  context: OperationContext,
): Promise<object> {
  checkMonitoringJob(jobOf(definition));
  const { JobDefinitionName: name } = definition;
  const arn = arnOf(context.realm, resource, name);
  await context.store.transaction().execute(async (transaction) => {
    const record = { name: qualify(context.realm, name), arn, createdAt: context.now(), definition };
    if (!(await records.insert(transaction, record)))
      throw new ServiceError('ResourceInUse', `There is a job definition of this name already: ${arn}.`);
    await insertTags(transaction, arn, tags);
  });
  return { JobDefinitionArn: arn };
}
