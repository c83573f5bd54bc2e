import { readCount, readListingQuery } from '../listing.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const listMultipartUploads: S3Operation = {
  name: 'ListMultipartUploads',
  method: 'GET',
  on: 'bucket',
  query: ['uploads'],
  async run({ request, bucket }, { objects }) {
    const { query } = request;
    const { prefix, delimiter, encode, encodingType } = readListingQuery(query);
    if (delimiter !== '') throw new S3Error('NotImplemented', 'A delimiter is not implemented for uploads.');
    const maxUploads = readCount(query, 'max-uploads');
    const all = await objects.listUploads(bucket, prefix);
    // The page begins after the upload that the markers name.
    const keyMarker = query.get('key-marker') ?? '';
    const idMarker = query.get('upload-id-marker') ?? '';
    const at = all.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
    const rest =
      at >= 0
        ? all.slice(at + 1)
        : all.filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0);
    const uploads = rest.slice(0, maxUploads);
    const isTruncated = rest.length > uploads.length;
    const last = isTruncated ? uploads.at(-1) : undefined;
    return xmlResponse('ListMultipartUploadsResult', [
      xmlTextElement('Bucket', bucket),
      xmlTextElement('Prefix', encode(prefix)),
      xmlTextElement('KeyMarker', encode(keyMarker)),
      xmlTextElement('UploadIdMarker', idMarker),
      xmlTextElement('NextKeyMarker', last === undefined ? undefined : encode(last.key)),
      xmlTextElement('NextUploadIdMarker', last?.id),
      xmlTextElement('MaxUploads', maxUploads),
      xmlTextElement('EncodingType', encodingType),
      xmlTextElement('IsTruncated', isTruncated),
      ...uploads.map((upload) =>
        xmlElement('Upload', [
          xmlTextElement('Key', encode(upload.key)),
          xmlTextElement('UploadId', upload.id),
          xmlTextElement('Initiated', new Date(upload.created).toISOString()),
          xmlTextElement('StorageClass', 'STANDARD'),
        ]),
      ),
    ]);
  },
};
