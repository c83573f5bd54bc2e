import type { Store } from '../../platform/store/store.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import { refused } from './scaling-input.ts';

const maxTags = 50;

/** Adds tags to a scalable target. Throws `ServiceError` if it has too many then. */
export async function putTags(
  transaction: Store,
  arn: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<void> {
  const added = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if ((await tagRecords.put(transaction, arn, added)) > maxTags)
    throw refused(`A resource may have ${maxTags} tags at most.`);
}
