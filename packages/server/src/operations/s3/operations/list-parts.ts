import { defined } from '@catenary/scoring/internal/values';
import { checksumElements } from '../checksum-elements.ts';
import { readCount } from '../listing.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlElement, xmlKeyElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

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
    const person = [xmlTextElement('ID', account), xmlTextElement('DisplayName', account)];
    return xmlResponse('ListPartsResult', [
      xmlTextElement('Bucket', bucket),
      xmlKeyElement(key),
      xmlTextElement('UploadId', uploadId),
      xmlElement('Initiator', person),
      xmlElement('Owner', person),
      xmlTextElement('StorageClass', 'STANDARD'),
      xmlTextElement('PartNumberMarker', marker),
      xmlTextElement('NextPartNumberMarker', parts.at(-1)?.number ?? 0),
      xmlTextElement('MaxParts', maxParts),
      xmlTextElement('IsTruncated', found.length > parts.length),
      ...parts.map((part) =>
        xmlElement('Part', [
          xmlTextElement('PartNumber', part.number),
          xmlTextElement('LastModified', new Date(part.modified).toISOString()),
          xmlTextElement('ETag', `"${part.etag}"`),
          xmlTextElement('Size', part.size),
          ...checksumElements(part),
        ]),
      ),
    ]);
  },
};
