import type { OperationContext } from '../operation-context.ts';
import { assertTaggable } from './tagged-resource.ts';

export async function deleteTags(
  input: { ResourceArn: string; TagKeys: readonly string[] },
  context: OperationContext,
): Promise<object> {
  await assertTaggable(input.ResourceArn, context);
  await context.store
    .deleteFrom('tag')
    .where('resource_arn', '=', input.ResourceArn)
    .where('key', 'in', input.TagKeys)
    .execute();
  return {};
}
