import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { requireAlarmArn } from './require-alarm-arn.ts';

export async function listTagsForResource(
  { ResourceARN: arn }: { readonly ResourceARN: string },
  context: OperationContext,
): Promise<object> {
  await requireAlarmArn(arn, context);
  return { Tags: await tagRecords.list(context.store, arn) };
}
