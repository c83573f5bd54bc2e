import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { requireTargetArn } from './require-target-arn.ts';

export async function listTagsForResource(
  { ResourceARN: arn }: { readonly ResourceARN: string },
  context: OperationContext,
): Promise<object> {
  await requireTargetArn(arn, context);
  const tags = await tagRecords.list(context.store, arn);
  return { Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
}
