import { type Tag, tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkTagCount } from './check-tag-count.ts';
import { requireAlarmArn } from './require-alarm-arn.ts';

/** TagResource: of alarms, the only resources with tags here. */
export async function tagResource(
  { ResourceARN: arn, Tags: tags }: { readonly ResourceARN: string; readonly Tags: readonly Tag[] },
  { store, realm }: OperationContext,
): Promise<object> {
  await store.transaction().execute(async (transaction) => {
    await requireAlarmArn(arn, { store: transaction, realm });
    checkTagCount(await tagRecords.put(transaction, arn, tags));
  });
  return {};
}
