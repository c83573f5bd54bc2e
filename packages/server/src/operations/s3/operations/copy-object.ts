import { present } from '@catenary/scoring/internal/values';
import { attributeHeaders } from '../attribute-headers.ts';
import { readAlgorithm } from '../body-checks.ts';
import { checksumElements, checksumTypeElement } from '../checksum-elements.ts';
import { checkReadConditions, readWriteConditions } from '../conditions.ts';
import { readCopySource } from '../copy-source.ts';
import { encryptionHeaders, readAttributes } from '../object-headers.ts';
import { copySourceHeaders, writeConditions } from '../read-conditions.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const copyObject: S3Operation = {
  name: 'CopyObject',
  method: 'PUT',
  on: 'object',
  header: 'x-amz-copy-source',
  headers: [
    ...attributeHeaders,
    ...writeConditions,
    ...copySourceHeaders,
    'x-amz-checksum-algorithm',
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
  ],
  async run({ request, bucket, key }, { objects }) {
    const { headers } = request;
    const source = readCopySource(headers);
    const attributes = readAttributes(headers);
    const isReplaced = String(headers['x-amz-metadata-directive']).toUpperCase() === 'REPLACE';
    const checksumAlgorithm = readAlgorithm(headers['x-amz-checksum-algorithm']);
    const hasOwnTags = String(headers['x-amz-tagging-directive']).toUpperCase() === 'REPLACE';
    const tags = hasOwnTags ? (attributes.tags ?? {}) : undefined;
    if (
      !isReplaced &&
      tags === undefined &&
      source.bucket === bucket &&
      source.key === key &&
      attributes.headers === undefined
    )
      throw new S3Error(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
      );
    const verify = (object: Parameters<typeof checkReadConditions>[0]) =>
      void checkReadConditions(object, headers, 'x-amz-copy-source-');
    const object = await objects.copyObject(
      { ...source, verify },
      { bucket, key },
      {
        ...readWriteConditions(headers),
        ...present({ attributes: isReplaced ? attributes : undefined, tags, checksumAlgorithm }),
      },
    );
    return xmlResponse(
      'CopyObjectResult',
      [
        xmlTextElement('ETag', `"${object.etag}"`),
        xmlTextElement('LastModified', new Date(object.modified).toISOString()),
        ...checksumElements(object),
        checksumTypeElement(object),
      ],
      encryptionHeaders(attributes),
    );
  },
};
