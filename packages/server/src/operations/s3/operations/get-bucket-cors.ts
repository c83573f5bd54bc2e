import type { CorsRule } from '../../../platform/storage/bucket-settings.ts';
import { requireBucket } from '../require-bucket.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const getBucketCors: S3Operation = {
  name: 'GetBucketCors',
  method: 'GET',
  on: 'bucket',
  query: ['cors'],
  async run({ bucket }, context) {
    const { cors } = await requireBucket(bucket, context);
    if (cors === undefined)
      throw new S3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist', { BucketName: bucket });
    return xmlResponse('CORSConfiguration', cors.map(ruleElement));
  },
};

function ruleElement({ id, origins, methods, headers, exposed, maxAge }: CorsRule): string {
  const each = (name: string, texts: readonly string[]) => texts.map((text) => xmlTextElement(name, text));
  return xmlElement('CORSRule', [
    xmlTextElement('ID', id),
    ...each('AllowedOrigin', origins),
    ...each('AllowedMethod', methods),
    ...each('AllowedHeader', headers),
    ...each('ExposeHeader', exposed),
    xmlTextElement('MaxAgeSeconds', maxAge),
  ]);
}
