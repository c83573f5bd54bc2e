import { ServiceError } from '../../contract/service-error.ts';
import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import { modelPackageRecords } from '../../serving/records/model-package-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findModelPackageGroup } from './find-model-package-group.ts';

/** Removes a group that has no versions left. */
export async function deleteModelPackageGroup(
  input: { ModelPackageGroupName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name, arn } = await findModelPackageGroup(input.ModelPackageGroupName, context);
  await context.store.transaction().execute(async (transaction) => {
    // Locks the group: no version is made between counting them and removing it.
    await modelPackageGroupRecords.takeVersion(transaction, name);
    const { length: count } = await modelPackageRecords.list(transaction, { group: name });
    if (count > 0)
      throw new ServiceError(
        'ConflictException',
        `Model Package Group ${arn} cannot be deleted: it has ${count} model packages. Delete them first.`,
      );
    await modelPackageGroupRecords.remove(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
