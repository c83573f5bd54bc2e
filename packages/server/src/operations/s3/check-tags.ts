import { isPlainTag } from '../../contract/plain-tag.ts';
import type { ObjectTags } from '../../platform/storage/stored-object.ts';
import { S3Error } from './s3-error.ts';

/** Most tags of an object, and the characters of each (S3 User Guide, "Categorizing your objects using tags"). */
const maxTags = 10;
const maxKeyLength = 128;
const maxValueLength = 256;

/** Throws InvalidTag, or BadRequest for too many of them. */
export function checkTags(pairs: readonly (readonly [key: string, value: string])[]): ObjectTags {
  if (pairs.length > maxTags) throw new S3Error('BadRequest', `Object tags cannot be greater than ${maxTags}`);
  for (const [key, value] of pairs) {
    if (key === '' || key.length > maxKeyLength || !isPlainTag(key))
      throw new S3Error('InvalidTag', `The TagKey you have provided is invalid: ${key.slice(0, 200)}`);
    if (key.startsWith('aws:'))
      throw new S3Error('InvalidTag', 'System tags cannot be added/updated by requester: aws: is reserved.');
    if (value.length > maxValueLength || !isPlainTag(value))
      throw new S3Error('InvalidTag', `The TagValue you have provided is invalid: ${value.slice(0, 300)}`);
  }
  if (new Set(pairs.map(([key]) => key)).size < pairs.length)
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  return Object.fromEntries(pairs);
}
