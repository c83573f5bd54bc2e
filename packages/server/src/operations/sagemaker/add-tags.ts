import { type Tag, tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { assertTaggable } from './assert-taggable.ts';
import { insertTags } from './tags.ts';

/** Answers with all tags that the resource has now. */
export async function addTags(
  input: { ResourceArn: string; Tags: readonly Tag[] },
  context: OperationContext,
): Promise<object> {
  await assertTaggable(input.ResourceArn, context);
  const tags = await context.store.transaction().execute(async (transaction) => {
    await insertTags(transaction, input.ResourceArn, input.Tags);
    return tagRecords.list(transaction, input.ResourceArn);
  });
  return { Tags: tags };
}
