import type { _Object, S3 } from '@aws-sdk/client-s3';
import { defined, present } from '@catenary/scoring/internal/values';
import type { ListOptions, ObjectPage } from '../object-store.ts';
import type { StoredObject } from '../stored-object.ts';
import { withoutQuotes } from './read-object.ts';
import { callS3 } from './s3-call.ts';

/** Sorts after every key that continues after it: U+10FFFF is the last of UTF-8. */
const afterAll = '\u{10ffff}';

/** One page of a listing. A store gives at most 1000 entries a request: more are put together here. */
export async function listS3Objects(s3: S3, bucket: string, options: ListOptions): Promise<ObjectPage> {
  const { prefix = '', delimiter = '', maxKeys = 1000 } = options;
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  if (maxKeys === 0) return { objects, commonPrefixes, isTruncated: false };
  let token: string | undefined;
  for (;;) {
    const output = await callS3('ListObjectsV2', `s3://${bucket}/${prefix}`, () =>
      s3.listObjectsV2({
        Bucket: bucket,
        Prefix: prefix,
        MaxKeys: Math.min(1000, maxKeys - objects.length - commonPrefixes.length),
        // Keys may hold characters that XML cannot.
        EncodingType: 'url',
        ...present({ Delimiter: delimiter === '' ? undefined : delimiter }),
        ...(token === undefined ? startAfter(options) : { ContinuationToken: token }),
      }),
    );
    objects.push(...(output.Contents ?? []).map(readEntry));
    commonPrefixes.push(...(output.CommonPrefixes ?? []).map((entry) => decode(entry.Prefix)));
    token = output.NextContinuationToken;
    if (output.IsTruncated !== true || token === undefined) return { objects, commonPrefixes, isTruncated: false };
    if (objects.length + commonPrefixes.length >= maxKeys)
      return { objects, commonPrefixes, isTruncated: true, next: lastOf(objects, commonPrefixes) };
  }
}

/** After a common prefix come the keys behind all of its own. */
function startAfter({ startAfter: after = '', delimiter = '' }: ListOptions): { StartAfter?: string } {
  if (after === '') return {};
  return { StartAfter: delimiter !== '' && after.endsWith(delimiter) ? after + afterAll : after };
}

function readEntry(entry: _Object): StoredObject {
  return {
    key: decode(entry.Key),
    size: entry.Size ?? 0,
    etag: withoutQuotes(entry.ETag),
    modified: entry.LastModified?.getTime() ?? 0,
    checksums: {},
    checksumType: 'FULL_OBJECT',
  };
}

/** Keys come URL-encoded, with `+` for a space. */
const decode = (text: string | undefined) => decodeURIComponent((text ?? '').replaceAll('+', ' '));

function lastOf(objects: readonly StoredObject[], commonPrefixes: readonly string[]): string {
  const candidates = [objects.at(-1)?.key, commonPrefixes.at(-1)].filter((key) => key !== undefined);
  // In the order of UTF-8, which is the order of listings.
  return defined(candidates.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).at(-1));
}
