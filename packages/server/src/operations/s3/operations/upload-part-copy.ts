import { defined } from '@catenary/scoring/internal/values';
import { readCopyRange } from '../byte-range.ts';
import { checksumElements } from '../checksum-elements.ts';
import { checkReadConditions } from '../conditions.ts';
import { readCopySource } from '../copy-source.ts';
import { readPartNumber } from '../part-number.ts';
import { copySourceHeaders } from '../read-conditions.ts';
import { missing } from '../require-object.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const uploadPartCopy: S3Operation = {
  name: 'UploadPartCopy',
  method: 'PUT',
  on: 'object',
  query: ['partNumber', 'uploadId'],
  header: 'x-amz-copy-source',
  headers: [...copySourceHeaders, 'x-amz-copy-source-range'],
  async run({ request, bucket, key }, { objects }) {
    const { headers, query } = request;
    const target = {
      bucket,
      key,
      uploadId: defined(query.get('uploadId')),
      number: readPartNumber(defined(query.get('partNumber'))),
    };
    await objects.findUpload({ bucket, key, uploadId: target.uploadId });
    const source = readCopySource(headers);
    const range = headers['x-amz-copy-source-range'];
    const found = await objects.getObject(source, {
      range: (object) => {
        checkReadConditions(object, headers, 'x-amz-copy-source-');
        return range === undefined ? undefined : readCopyRange(String(range), object.size);
      },
    });
    if (found === undefined) throw await missing(source, { objects });
    const part = await objects.uploadPart(target, found.body);
    return xmlResponse('CopyPartResult', [
      xmlTextElement('ETag', `"${part.etag}"`),
      xmlTextElement('LastModified', new Date(part.modified).toISOString()),
      ...checksumElements(part),
    ]);
  },
};
