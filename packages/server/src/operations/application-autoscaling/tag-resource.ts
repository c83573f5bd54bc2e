import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { requireTargetArn } from './require-target-arn.ts';
import { refused } from './scaling-input.ts';
import { tagsOf } from './tags-of.ts';

const maxTags = 50;

/** TagResource: of scalable targets, the only resources with tags here. */
export async function tagResource(
  { ResourceARN: arn, Tags: tags }: { readonly ResourceARN: string; readonly Tags: Readonly<Record<string, string>> },
  { store, realm }: OperationContext,
): Promise<object> {
  await store.transaction().execute(async (transaction) => {
    await requireTargetArn(arn, { store: transaction, realm });
    if ((await tagRecords.put(transaction, arn, tagsOf(tags))) > maxTags)
      throw refused(`A resource may have ${maxTags} tags at most.`);
  });
  return {};
}
