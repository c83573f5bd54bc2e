import type { S3Operation } from '../s3-operation.ts';
import { xmlResponse } from '../xml-response.ts';
import { element, textElement } from '../xml.ts';

export const listBuckets: S3Operation = {
  name: 'ListBuckets',
  method: 'GET',
  on: 'service',
  async run(_call, { objects, realm: { account } }) {
    const buckets = (await objects.listBuckets()).map(({ name, created }) =>
      element('Bucket', [textElement('Name', name), textElement('CreationDate', new Date(created).toISOString())]),
    );
    const owner = element('Owner', [textElement('ID', account), textElement('DisplayName', account)]);
    return xmlResponse('ListAllMyBucketsResult', [owner, element('Buckets', buckets)]);
  },
};
