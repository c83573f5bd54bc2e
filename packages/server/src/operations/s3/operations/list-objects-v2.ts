import { listingElements, readListingQuery } from '../listing.ts';
import { readToken } from '../read-token.ts';
import type { S3Operation } from '../s3-operation.ts';
import { writeToken } from '../write-token.ts';
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
