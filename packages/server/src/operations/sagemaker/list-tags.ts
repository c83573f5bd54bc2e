import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { assertTaggable } from './assert-taggable.ts';

/** A resource has at most 50 tags, the least that a page may hold: always one page. */
export async function listTags(input: { ResourceArn: string }, context: OperationContext): Promise<object> {
  await assertTaggable(input.ResourceArn, context);
  return { Tags: await tagRecords.list(context.store, input.ResourceArn) };
}
