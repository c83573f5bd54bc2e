import { present } from '@catenary/scoring/internal/values';
import type { ChecksumType } from '../../../platform/storage/stored-object.ts';
import { attributeHeaders } from '../attribute-headers.ts';
import { readAlgorithm } from '../body-checks.ts';
import { encryptionHeaders, readAttributes } from '../object-headers.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const createMultipartUpload: S3Operation = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  on: 'object',
  query: ['uploads'],
  headers: [...attributeHeaders, 'x-amz-checksum-algorithm', 'x-amz-checksum-type'],
  async run({ request, bucket, key }, { objects }) {
    const { headers } = request;
    const checksumAlgorithm = readAlgorithm(headers['x-amz-checksum-algorithm']);
    // CRC-64/NVME exists for whole objects only (S3 User Guide, "Checking object integrity").
    const standard = checksumAlgorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
    const checksumType = readChecksumType(headers['x-amz-checksum-type']) ?? standard;
    if (checksumType === 'FULL_OBJECT' && checksumAlgorithm?.startsWith('sha') === true)
      throw new S3Error('InvalidRequest', `FULL_OBJECT checksums cannot be made with ${checksumAlgorithm}.`);
    const attributes = readAttributes(headers);
    const upload = await objects.createUpload(
      { bucket, key },
      {
        ...attributes,
        checksumType,
        ...present({ checksumAlgorithm }),
      },
    );
    return xmlResponse(
      'InitiateMultipartUploadResult',
      [xmlTextElement('Bucket', bucket), xmlTextElement('Key', key), xmlTextElement('UploadId', upload.id)],
      {
        ...encryptionHeaders(attributes),
        ...present({
          'x-amz-checksum-algorithm': checksumAlgorithm?.toUpperCase(),
          'x-amz-checksum-type': checksumAlgorithm && checksumType,
        }),
      },
    );
  },
};

function readChecksumType(value: string | readonly string[] | undefined): ChecksumType | undefined {
  if (value === undefined || value === 'COMPOSITE' || value === 'FULL_OBJECT') return value;
  throw new S3Error('InvalidRequest', 'x-amz-checksum-type must be COMPOSITE or FULL_OBJECT.');
}
