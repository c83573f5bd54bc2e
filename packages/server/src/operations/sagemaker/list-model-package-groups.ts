import { qualify } from '../../contract/qualified-name.ts';
import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

/** `CrossAccount` asks for those that other accounts share: there is one account. */
type ListModelPackageGroupsInput = ListInput & { readonly CrossAccountFilterOption?: string };

export async function listModelPackageGroups(
  input: ListModelPackageGroupsInput,
  { store, realm }: OperationContext,
): Promise<object> {
  const isOthers = input.CrossAccountFilterOption === 'CrossAccount';
  const { rows, next } = await listPage(
    { SortOrder: 'Ascending', ...input },
    {
      read: async (listing) => (isOthers ? [] : await modelPackageGroupRecords.list(store, listing)),
      realm,
    },
  );
  const names = rows.map(({ name }) => qualify(realm, name));
  const definitions = await modelPackageGroupRecords.readableDefinitions(store, names);
  return {
    ModelPackageGroupSummaryList: rows.map(({ name, arn, createdAt }) => ({
      ModelPackageGroupName: name,
      ModelPackageGroupArn: arn,
      ModelPackageGroupDescription: definitions.get(qualify(realm, name))?.ModelPackageGroupDescription,
      CreationTime: epochSeconds(createdAt),
      ModelPackageGroupStatus: 'Completed',
    })),
    ...next,
  };
}
