import { defined } from '@catenary/scoring/internal/values';
import { checksumElements } from '../checksum-elements.ts';
import { readCount } from '../listing.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlResponse } from '../xml-response.ts';
import { element, textElement } from '../xml.ts';

export const listParts: S3Operation = {
  name: 'ListParts',
  method: 'GET',
  on: 'object',
  query: ['uploadId'],
  async run({ request, bucket, key }, { objects, realm: { account } }) {
    const uploadId = defined(request.query.get('uploadId'));
    const maxParts = readCount(request.query, 'max-parts');
    const marker = Number(request.query.get('part-number-marker') ?? '0') || 0;
    const found = await objects.listParts({ bucket, key, uploadId }, marker, maxParts + 1);
    const parts = found.slice(0, maxParts);
    const person = [textElement('ID', account), textElement('DisplayName', account)];
    return xmlResponse('ListPartsResult', [
      textElement('Bucket', bucket),
      textElement('Key', key),
      textElement('UploadId', uploadId),
      element('Initiator', person),
      element('Owner', person),
      textElement('StorageClass', 'STANDARD'),
      textElement('PartNumberMarker', marker),
      textElement('NextPartNumberMarker', parts.at(-1)?.number ?? 0),
      textElement('MaxParts', maxParts),
      textElement('IsTruncated', found.length > parts.length),
      ...parts.map((part) =>
        element('Part', [
          textElement('PartNumber', part.number),
          textElement('LastModified', new Date(part.modified).toISOString()),
          textElement('ETag', `"${part.etag}"`),
          textElement('Size', part.size),
          ...checksumElements(part),
        ]),
      ),
    ]);
  },
};
