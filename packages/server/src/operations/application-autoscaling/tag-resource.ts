import type { OperationContext } from '../operation-context.ts';
import { putTags } from './put-tags.ts';
import { requireTargetArn } from './require-target-arn.ts';

/** TagResource: of scalable targets, the only resources with tags here. */
export async function tagResource(
  { ResourceARN: arn, Tags: tags }: { readonly ResourceARN: string; readonly Tags: Readonly<Record<string, string>> },
  { store, realm }: OperationContext,
): Promise<object> {
  await store.transaction().execute(async (transaction) => {
    await requireTargetArn(arn, { store: transaction, realm });
    await putTags(transaction, arn, tags);
  });
  return {};
}
