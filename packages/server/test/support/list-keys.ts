import type { ApiClient } from '../../src/entry/cli/api-client.ts';

/** The keys below a prefix of a bucket, of at most 1,000 objects. */
export async function listKeys(client: ApiClient, bucket: string, prefix: string): Promise<string[]> {
  const path = `/${bucket}?list-type=2&prefix=${encodeURIComponent(prefix)}`;
  const { body } = await client.send({ method: 'GET', path, service: 's3' });
  return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key as string);
}
