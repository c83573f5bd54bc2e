import type { OperationContext } from '../operation-context.ts';
import type { Tag } from './stored-model.ts';
import { assertTaggable } from './tagged-resource.ts';
import { insertTags, selectTags } from './tags.ts';

/** Answers with all tags that the resource has now. */
export async function addTags(
  input: { ResourceArn: string; Tags: readonly Tag[] },
  context: OperationContext,
): Promise<object> {
  await assertTaggable(input.ResourceArn, context);
  const tags = await context.store.transaction().execute(async (transaction) => {
    await insertTags(transaction, input.ResourceArn, input.Tags);
    return selectTags(transaction, input.ResourceArn);
  });
  return { Tags: tags };
}
