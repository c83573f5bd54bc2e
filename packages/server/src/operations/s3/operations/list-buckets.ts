import type { S3Operation } from '../s3-operation.ts';
import { xmlElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

export const listBuckets: S3Operation = {
  name: 'ListBuckets',
  method: 'GET',
  on: 'service',
  async run(_call, { objects, realm: { account } }) {
    const buckets = (await objects.listBuckets()).map(({ name, created }) =>
      xmlElement('Bucket', [
        xmlTextElement('Name', name),
        xmlTextElement('CreationDate', new Date(created).toISOString()),
      ]),
    );
    const owner = xmlElement('Owner', [xmlTextElement('ID', account), xmlTextElement('DisplayName', account)]);
    return xmlResponse('ListAllMyBucketsResult', [owner, xmlElement('Buckets', buckets)]);
  },
};
