import { listingElements, readListingQuery } from '../listing.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** Without versioning each object is its only version, whose id is "null" (S3 User Guide, "How S3 Versioning works"). */
export const listObjectVersions: S3Operation = {
  name: 'ListObjectVersions',
  method: 'GET',
  on: 'bucket',
  query: ['versions'],
  async run({ request, bucket }, { objects, realm: { account } }) {
    const asked = readListingQuery(request.query);
    const marker = request.query.get('key-marker') ?? '';
    const page = await objects.listObjects(bucket, { ...asked, startAfter: marker });
    return xmlResponse('ListVersionsResult', [
      ...listingElements(asked, { bucket, page, owner: account, areVersions: true }),
      xmlTextElement('KeyMarker', asked.encode(marker)),
      xmlTextElement('VersionIdMarker', request.query.get('version-id-marker') ?? ''),
      xmlTextElement('NextKeyMarker', page.next === undefined ? undefined : asked.encode(page.next)),
      xmlTextElement('NextVersionIdMarker', page.next === undefined ? undefined : 'null'),
    ]);
  },
};
