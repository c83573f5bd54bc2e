import { validationException } from '../../contract/service-error.ts';
import type { StoreTransaction } from '../../platform/store/store.ts';
import { type Tag, tagRecords } from '../../serving/records/tag-record.ts';

/** Most tags of one resource. */
const maxTags = 50;

/**
 * Adds tags to a resource, over those of the same key. Throws ValidationException if it has too many then, and for keys
 * that the service keeps for itself (SageMaker API reference, AddTags: `aws:` in any case of its letters).
 */
export async function insertTags(transaction: StoreTransaction, arn: string, tags: readonly Tag[]): Promise<void> {
  const reserved = tags.find(({ Key }) => /^aws:/i.test(Key));
  if (reserved !== undefined)
    throw validationException(`The tag key ${reserved.Key} begins with aws:, which is reserved: use another key.`);
  const count = await tagRecords.put(transaction, arn, tags);
  if (count > maxTags)
    throw validationException(`A resource can have at most ${maxTags} tags; this would make ${count}.`);
}
