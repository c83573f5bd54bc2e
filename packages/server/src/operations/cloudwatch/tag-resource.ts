import { type Tag, tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidParameter } from './invalid-parameter.ts';
import { requireAlarmArn } from './require-alarm-arn.ts';

const maxTags = 50;

/** TagResource: of alarms, the only resources with tags here. */
export async function tagResource(
  { ResourceARN: arn, Tags: tags }: { readonly ResourceARN: string; readonly Tags: readonly Tag[] },
  { store, realm }: OperationContext,
): Promise<object> {
  await store.transaction().execute(async (transaction) => {
    await requireAlarmArn(arn, { store: transaction, realm });
    if ((await tagRecords.put(transaction, arn, tags)) > maxTags)
      throw invalidParameter(`A resource may have ${maxTags} tags at most.`);
  });
  return {};
}
