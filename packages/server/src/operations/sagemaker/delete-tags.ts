import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { assertTaggable } from './assert-taggable.ts';

export async function deleteTags(
  input: { ResourceArn: string; TagKeys: readonly string[] },
  context: OperationContext,
): Promise<object> {
  await assertTaggable(input.ResourceArn, context);
  await tagRecords.remove(context.store, input.ResourceArn, input.TagKeys);
  return {};
}
