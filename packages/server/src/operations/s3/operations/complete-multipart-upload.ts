import { defined } from '@catenary/scoring/internal/values';
import { checksumAlgorithms } from '../../../platform/storage/checksum.ts';
import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import { checksumElements, checksumTypeElement, readChecksumElements } from '../checksum-elements.ts';
import { readWriteConditions, stripQuotes } from '../conditions.ts';
import { encodeKey } from '../encode-key.ts';
import { malformedXml } from '../malformed-xml.ts';
import { encryptionHeaders } from '../object-headers.ts';
import { writeConditions } from '../read-conditions.ts';
import { readXml } from '../read-xml.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import type { S3Request } from '../s3-request.ts';
import { xmlChildren, xmlText } from '../xml-children.ts';
import { xmlKeyElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/**
 * Most parts of an upload (S3 User Guide, "Amazon S3 multipart upload limits"), each with number, ETag and checksums.
 */
const maxParts = 10_000;
const maxElements = maxParts * 10 + 1;

export const completeMultipartUpload: S3Operation = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  on: 'object',
  query: ['uploadId'],
  headers: [...writeConditions, 'x-amz-checksum-type', 'x-amz-mp-object-size'],
  async run({ request, bucket, key }, { objects }) {
    const uploadId = defined(request.query.get('uploadId'));
    // The checksum headers of this request are those of the object, not of its own body.
    const tree = await readXml(request, 'CompleteMultipartUpload', { maxElements });
    const parts = xmlChildren(tree, 'Part').map((part) => {
      const number = Number(xmlText(part, 'PartNumber'));
      const etag = xmlText(part, 'ETag');
      if (!Number.isInteger(number) || etag === undefined)
        throw malformedXml('Each Part has a PartNumber and an ETag.');
      return { number, etag: stripQuotes(etag), checksums: readChecksumElements(part) };
    });
    if (parts.length === 0 || parts.length > maxParts) throw malformedXml(`It must name 1 to ${maxParts} parts.`);
    const object = await objects.completeUpload({ bucket, key, uploadId }, parts, {
      ...readWriteConditions(request.headers),
      verify: (object) => checkStated(object, request),
    });
    return xmlResponse(
      'CompleteMultipartUploadResult',
      [
        xmlTextElement('Location', `/${bucket}/${encodeKey(key)}`),
        xmlTextElement('Bucket', bucket),
        xmlKeyElement(key),
        xmlTextElement('ETag', `"${object.etag}"`),
        ...checksumElements(object),
        checksumTypeElement(object),
      ],
      encryptionHeaders(object),
    );
  },
};

/** What the client says about the whole object must be so, as far as it is known here. */
function checkStated(object: StoredObject, { headers }: S3Request): void {
  const size = headers['x-amz-mp-object-size'];
  if (size !== undefined && Number(size) !== object.size)
    throw new S3Error('InvalidRequest', `The object has ${object.size} bytes, not ${String(size)}.`);
  for (const algorithm of checksumAlgorithms) {
    const stated = headers[`x-amz-checksum-${algorithm}`];
    const known = object.checksums[algorithm];
    if (stated !== undefined && known !== undefined && stated !== known)
      throw new S3Error(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
  }
}
