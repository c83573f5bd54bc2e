import { listingElements, readListingQuery } from '../listing.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** The second version: pages follow one another by an opaque token. */
export const listObjectsV2: S3Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  on: 'bucket',
  query: ['list-type=2'],
  async run({ request, bucket }, { objects, realm: { account } }) {
    const asked = readListingQuery(request.query);
    const token = request.query.get('continuation-token') ?? undefined;
    const startAfter = request.query.get('start-after') ?? '';
    const after = token === undefined ? startAfter : readToken(token);
    const page = await objects.listObjects(bucket, { ...asked, startAfter: after });
    const owner = request.query.get('fetch-owner') === 'true' ? account : undefined;
    return xmlResponse('ListBucketResult', [
      ...listingElements(asked, { bucket, page, owner }),
      xmlTextElement('KeyCount', page.objects.length + page.commonPrefixes.length),
      xmlTextElement('StartAfter', startAfter === '' ? undefined : asked.encode(startAfter)),
      xmlTextElement('ContinuationToken', token),
      xmlTextElement('NextContinuationToken', page.next === undefined ? undefined : writeToken(page.next)),
    ]);
  },
};

/** The token is the last key, in a form that survives any transport. */
const writeToken = (key: string) => Buffer.from(key).toString('base64url');

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key === '' || writeToken(key) !== token)
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  return key;
}
