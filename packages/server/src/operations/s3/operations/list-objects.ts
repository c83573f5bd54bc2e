import { listingElements, readListingQuery } from '../listing.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** The first version: pages follow one another by a marker. */
export const listObjects: S3Operation = {
  name: 'ListObjects',
  method: 'GET',
  on: 'bucket',
  async run({ request, bucket }, { objects, realm: { account } }) {
    const asked = readListingQuery(request.query);
    const marker = request.query.get('marker') ?? '';
    const page = await objects.listObjects(bucket, { ...asked, startAfter: marker });
    return xmlResponse('ListBucketResult', [
      ...listingElements(asked, { bucket, page, owner: account }),
      xmlTextElement('Marker', asked.encode(marker)),
      // Without a delimiter the last key is the next marker (S3 API reference, ListObjects).
      xmlTextElement(
        'NextMarker',
        page.next === undefined || asked.delimiter === '' ? undefined : asked.encode(page.next),
      ),
    ]);
  },
};
