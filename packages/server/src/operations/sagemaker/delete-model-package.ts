import { modelPackageRecords } from '../../serving/records/model-package-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findModelPackageHead } from './find-model-package.ts';

/** Removes the record only, at any time: models that were made of the package have its containers. */
export async function deleteModelPackage(
  input: { ModelPackageName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name, arn } = await findModelPackageHead(input.ModelPackageName, context);
  await context.store.transaction().execute(async (transaction) => {
    await modelPackageRecords.remove(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
