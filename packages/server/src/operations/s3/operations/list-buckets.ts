import type { Bucket } from '../../../platform/storage/object-store.ts';
import { invalidArgument } from '../invalid-argument.ts';
import { readToken } from '../read-token.ts';
import type { S3Operation } from '../s3-operation.ts';
import { writeToken } from '../write-token.ts';
import { xmlElement, xmlTextElement } from '../xml-elements.ts';
import { xmlResponse } from '../xml-response.ts';

/** Most buckets of a page (S3 API reference, ListBuckets). */
const maxPage = 10_000;

/** A bucket without a region of its own is in whatever region is asked. */
export const listBuckets: S3Operation = {
  name: 'ListBuckets',
  method: 'GET',
  on: 'service',
  async run({ request: { query, region } }, { objects, realm: { account } }) {
    const prefix = query.get('prefix') ?? '';
    const token = query.get('continuation-token');
    const limit = readLimit(query.get('max-buckets'));
    const after = token === null ? '' : readToken(token);
    const asked = query.get('bucket-region');
    const isMeant = (bucket: Bucket) =>
      bucket.name.startsWith(prefix) && bucket.name > after && (asked === null || (bucket.region ?? asked) === asked);
    const found = (await objects.listBuckets()).filter(isMeant);
    const page = found.slice(0, limit);
    const buckets = page.map(({ name, created, region: own }) =>
      xmlElement('Bucket', [
        xmlTextElement('Name', name),
        xmlTextElement('CreationDate', new Date(created).toISOString()),
        xmlTextElement('BucketRegion', own ?? asked ?? region),
      ]),
    );
    const owner = xmlElement('Owner', [xmlTextElement('ID', account), xmlTextElement('DisplayName', account)]);
    const last = found.length > limit ? page.at(-1)?.name : undefined;
    return xmlResponse('ListAllMyBucketsResult', [
      owner,
      xmlElement('Buckets', buckets),
      xmlTextElement('Prefix', prefix === '' ? undefined : prefix),
      xmlTextElement('ContinuationToken', last === undefined ? undefined : writeToken(last)),
    ]);
  },
};

function readLimit(text: string | null): number {
  if (text === null) return maxPage;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= maxPage) return limit;
  throw invalidArgument(`Argument max-buckets must be an integer between 1 and ${maxPage}`, 'max-buckets', text);
}
