import type { OperationContext } from '../operation-context.ts';
import { assertTaggable } from './tagged-resource.ts';
import { selectTags } from './tags.ts';

/** A resource has at most 50 tags, the least that a page may hold: always one page. */
export async function listTags(input: { ResourceArn: string }, context: OperationContext): Promise<object> {
  await assertTaggable(input.ResourceArn, context);
  const tags = await context.store.transaction().execute((transaction) => selectTags(transaction, input.ResourceArn));
  return { Tags: tags };
}
