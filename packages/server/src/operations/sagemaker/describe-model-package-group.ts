import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findModelPackageGroup } from './find-model-package-group.ts';

export async function describeModelPackageGroup(
  input: { ModelPackageGroupName: string },
  context: OperationContext,
): Promise<object> {
  const { name, arn, createdAt } = await findModelPackageGroup(input.ModelPackageGroupName, context);
  const found = await modelPackageGroupRecords.find(context.store, name);
  return {
    ...found?.definition,
    ModelPackageGroupArn: arn,
    CreationTime: epochSeconds(createdAt),
    CreatedBy: {},
    ModelPackageGroupStatus: 'Completed',
  };
}
