import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { dataQualityDefinitionRecords } from '../../serving/records/data-quality-definition-record.ts';
import type { DataQualityRequest } from '../../serving/records/data-quality-request.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkMonitoringJob } from './check-monitoring-job.ts';
import { insertTags } from './tags.ts';

type CreateDataQualityJobDefinitionInput = DataQualityRequest & { readonly Tags?: readonly Tag[] };

export async function createDataQualityJobDefinition(
  { Tags: tags = [], ...definition }: CreateDataQualityJobDefinitionInput,
  context: OperationContext,
): Promise<object> {
  checkMonitoringJob(definition);
  const { JobDefinitionName: definitionName } = definition;
  const arn = arnOf(context.realm, 'data-quality-job-definition', definitionName);
  await context.store.transaction().execute(async (transaction) => {
    const record = { name: qualify(context.realm, definitionName), arn, createdAt: context.now(), definition };
    if (!(await dataQualityDefinitionRecords.insert(transaction, record)))
      throw new ServiceError('ResourceInUse', `There is a job definition of this name already: ${arn}.`);
    await insertTags(transaction, arn, tags);
  });
  return { JobDefinitionArn: arn };
}
