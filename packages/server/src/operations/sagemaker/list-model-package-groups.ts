import { qualify, rowsIn } from '../../contract/qualified-name.ts';
import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

/** `CrossAccount` asks for those that other accounts share: there is one account. */
type ListModelPackageGroupsInput = ListInput & { readonly CrossAccountFilterOption?: string };

export async function listModelPackageGroups(
  input: ListModelPackageGroupsInput,
  context: OperationContext,
): Promise<object> {
  const all =
    input.CrossAccountFilterOption === 'CrossAccount' ? [] : await modelPackageGroupRecords.list(context.store);
  const { rows, next } = listPage(rowsIn(context.realm, all), { SortOrder: 'Ascending', ...input });
  const names = rows.map(({ name }) => qualify(context.realm, name));
  const definitions = await modelPackageGroupRecords.readableDefinitions(context.store, names);
  return {
    ModelPackageGroupSummaryList: rows.map(({ name, arn, createdAt }) => ({
      ModelPackageGroupName: name,
      ModelPackageGroupArn: arn,
      ModelPackageGroupDescription: definitions.get(qualify(context.realm, name))?.ModelPackageGroupDescription,
      CreationTime: epochSeconds(createdAt),
      ModelPackageGroupStatus: 'Completed',
    })),
    ...next,
  };
}
