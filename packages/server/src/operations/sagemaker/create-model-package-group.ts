import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import {
  type ModelPackageGroupRequest,
  modelPackageGroupRecords,
} from '../../serving/records/model-package-group-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { insertTags } from './tags.ts';

type CreateModelPackageGroupInput = ModelPackageGroupRequest & { readonly Tags?: readonly Tag[] };

export async function createModelPackageGroup(
  { Tags: tags = [], ...definition }: CreateModelPackageGroupInput,
  context: OperationContext,
): Promise<object> {
  const { ModelPackageGroupName: group } = definition;
  const arn = arnOf(context.realm, 'model-package-group', group);
  await context.store.transaction().execute(async (transaction) => {
    const record = { name: qualify(context.realm, group), arn, createdAt: context.now(), definition };
    if (!(await modelPackageGroupRecords.insert(transaction, record)))
      throw validationException(`Model Package Group already exists: ${arn}`);
    await insertTags(transaction, arn, tags);
  });
  return { ModelPackageGroupArn: arn };
}
