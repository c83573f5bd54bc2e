import type { ObjectTags } from '../../platform/storage/stored-object.ts';
import { checkTags } from './check-tags.ts';
import { S3Error } from './s3-error.ts';

/** The tags of an `x-amz-tagging` header, which has the form of a query. Throws InvalidArgument or InvalidTag. */
export function readTaggingHeader(header: string | readonly string[] | undefined): ObjectTags | undefined {
  if (header === undefined) return undefined;
  const pairs = [...new URLSearchParams(String(header))];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length)
    throw new S3Error(
      'InvalidArgument',
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    );
  return checkTags(pairs);
}
