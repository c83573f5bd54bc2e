import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { requireTargetArn } from './require-target-arn.ts';

export async function untagResource(
  { ResourceARN: arn, TagKeys: keys }: { readonly ResourceARN: string; readonly TagKeys: readonly string[] },
  context: OperationContext,
): Promise<object> {
  await requireTargetArn(arn, context);
  if (keys.length > 0) await tagRecords.remove(context.store, arn, keys);
  return {};
}
