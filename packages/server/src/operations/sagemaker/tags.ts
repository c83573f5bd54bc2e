import { validationException } from '../../contract/service-error.ts';
import type { StoreTransaction } from '../../platform/store/store.ts';
import { type Tag, tagRecords } from '../../serving/records/tag-record.ts';

/** Most tags of one resource. */
const maxTags = 50;

/** Adds tags to a resource, over those of the same key. Throws ValidationException if it has too many then. */
export async function insertTags(transaction: StoreTransaction, arn: string, tags: readonly Tag[]): Promise<void> {
  const count = await tagRecords.put(transaction, arn, tags);
  if (count > maxTags)
    throw validationException(`A resource can have at most ${maxTags} tags; this would make ${count}.`);
}
