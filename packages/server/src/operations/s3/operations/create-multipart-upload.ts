import { present } from '@catenary/scoring/internal/values';
import type { ChecksumAlgorithm } from '../../../platform/storage/checksum.ts';
import type { ChecksumType } from '../../../platform/storage/stored-object.ts';
import { attributeHeaders } from '../attribute-headers.ts';
import { readAlgorithm } from '../body-checks.ts';
import { encryptionHeaders, readAttributes } from '../object-headers.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlKeyElement, xmlTextElement } from '../xml-elements.ts';
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
    const checksumType = chooseType(checksumAlgorithm, readChecksumType(headers['x-amz-checksum-type']));
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
      [xmlTextElement('Bucket', bucket), xmlKeyElement(key), xmlTextElement('UploadId', upload.id)],
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

/** CRC-64/NVME exists for whole objects only, SHA for parts only (S3 User Guide, "Checking object integrity"). */
function chooseType(algorithm: ChecksumAlgorithm | undefined, asked: ChecksumType | undefined): ChecksumType {
  const only =
    algorithm === 'crc64nvme' ? 'FULL_OBJECT' : algorithm?.startsWith('sha') === true ? 'COMPOSITE' : undefined;
  if (asked !== undefined && only !== undefined && asked !== only)
    throw new S3Error(
      'InvalidRequest',
      `The ${asked} checksum type cannot be used with the ${String(algorithm)} checksum algorithm.`,
    );
  return asked ?? only ?? 'COMPOSITE';
}

function readChecksumType(value: string | readonly string[] | undefined): ChecksumType | undefined {
  if (value === undefined || value === 'COMPOSITE' || value === 'FULL_OBJECT') return value;
  throw new S3Error('InvalidRequest', 'x-amz-checksum-type must be COMPOSITE or FULL_OBJECT.');
}
