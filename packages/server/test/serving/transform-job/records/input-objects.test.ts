import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectPlace, ObjectStore } from '../../../../src/platform/storage/object-store.ts';
import { openObjectStore } from '../../../../src/platform/storage/open-object-store.ts';
import { hasInput, listInputObjects } from '../../../../src/serving/transform-job/records/input-objects.ts';
import { transformPlan } from '../../../support/transform-plan.ts';

let store: ObjectStore;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-input-'));
  store = await openObjectStore(folder, [], false);
  await store.createBucket('rows');
  const objects = { 'data/b.csv': 'b', 'data/a.csv': 'aa', 'data/deep/er/c.csv': 'c', 'data/folder/': '' };
  const neighbours = { 'data2/x.csv': 'x', 'data.csv': 'd', dat: 'n', 'data/empty.csv': '' };
  for (const [key, body] of Object.entries({ ...objects, ...neighbours })) await put(key, body);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, body: string) => store.putObject({ bucket: 'rows', key }, Buffer.from(body));

const inputOf = (S3Uri: string, S3DataType = 'S3Prefix') =>
  transformPlan({ input: { DataSource: { S3DataSource: { S3DataType, S3Uri } } } }).input;

const list = async (uri: string, type?: string) =>
  (await listInputObjects(inputOf(uri, type), store)).map(({ key, relativePath }) => [key, relativePath]);

/** The objects that a manifest of this content names. */
async function listManifest(content: unknown): Promise<unknown> {
  await put('manifest', typeof content === 'string' ? content : JSON.stringify(content));
  return list('s3://rows/manifest', 'ManifestFile');
}

describe('listInputObjects() of a prefix', () => {
  it('finds every key that starts with it, in key order, without folder markers; paths are those below it', async () => {
    expect(await list('s3://rows/data/')).toEqual([
      ['data/a.csv', 'a.csv'],
      ['data/b.csv', 'b.csv'],
      ['data/deep/er/c.csv', 'deep/er/c.csv'],
      ['data/empty.csv', 'empty.csv'],
    ]);
  });

  it('passes over what Spark leaves beside its data, unless the prefix names it', async () => {
    const marks = ['_SUCCESS', '_metadata', '_common_metadata', '.part-0.csv.crc', '_temporary/0/part-1.csv'];
    for (const name of [...marks, 'g=1/part-0.csv', '_mine.csv', '.hidden.csv']) await put(`spark/${name}`, 'x');
    expect((await list('s3://rows/spark/')).map(([, path]) => path)).toEqual([
      '.hidden.csv',
      '_mine.csv',
      'g=1/part-0.csv',
    ]);
    expect(await list('s3://rows/spark/_metadata')).toEqual([['spark/_metadata', '_metadata']]);
  });

  it('has no regard for slashes: without one at its end it finds its neighbours too', async () => {
    expect(await list('s3://rows/data')).toEqual([
      ['data.csv', 'data.csv'],
      ['data/a.csv', 'a.csv'],
      ['data/b.csv', 'b.csv'],
      ['data/deep/er/c.csv', 'deep/er/c.csv'],
      ['data/empty.csv', 'empty.csv'],
      ['data2/x.csv', 'data2/x.csv'],
    ]);
  });

  it('takes the whole key of one object, and its name as path', async () => {
    expect(await list('s3://rows/data/deep/er/c.csv')).toEqual([['data/deep/er/c.csv', 'c.csv']]);
  });

  it('takes a whole bucket, outputs of earlier jobs and all', async () => {
    await put('data/a.csv.out', 'answer');
    const keys = (await list('s3://rows')).map(([key]) => key);
    expect(keys).toEqual(expect.arrayContaining(['dat', 'data/a.csv', 'data/a.csv.out', 'data2/x.csv']));
    await store.deleteObject({ bucket: 'rows', key: 'data/a.csv.out' });
  });

  it('says of each object what it is, so that no other is read in its stead', async () => {
    const [object] = await listInputObjects(inputOf('s3://rows/data/a.csv'), store);
    // MD5 of "aa".
    expect(object).toMatchObject({ bucket: 'rows', size: 2, etag: '4124bc0a9335c27f086f24ba207a4912' });
  });

  it('continues after the first thousand', async () => {
    await store.createBucket('many');
    const keys = Array.from({ length: 1005 }, (_, at) => String(at).padStart(4, '0'));
    await Promise.all(keys.map((key) => store.putObject({ bucket: 'many', key }, Buffer.from('x'))));
    const found = await listInputObjects(inputOf('s3://many/'), store);
    expect(found.map(({ key }) => key)).toEqual(keys);
  });
});

describe('listInputObjects() of a manifest', () => {
  it('joins prefix and entries by plain concatenation, in the order of the manifest', async () => {
    expect(await listManifest([{ prefix: 's3://rows/data/' }, 'deep/er/c.csv', 'a.csv'])).toEqual([
      ['data/deep/er/c.csv', 'deep/er/c.csv'],
      ['data/a.csv', 'a.csv'],
    ]);
    expect(await listManifest([{ prefix: 's3://rows/dat' }, 'a/a.csv', 'a2/x.csv'])).toEqual([
      ['data/a.csv', 'a/a.csv'],
      ['data2/x.csv', 'a2/x.csv'],
    ]);
  });

  it('may name nothing', async () => {
    expect(await listManifest([{ prefix: 's3://rows/data/' }])).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', 'a.csv\nb.csv', 'The manifest s3://rows/manifest is not JSON.'],
    ['no array', { prefix: 's3://rows/' }, 'must be a JSON array: {"prefix": "s3://..."} first'],
    ['no prefix', ['data/a.csv'], 'must be a JSON array: {"prefix": "s3://..."} first'],
    ['an entry that is no key', [{ prefix: 's3://rows/' }, 7], 'must be a JSON array: {"prefix": "s3://..."} first'],
    [
      'an object that there is none of',
      [{ prefix: 's3://rows/data/' }, 'a.csv', 'z.csv'],
      'The manifest names s3://rows/data/z.csv, which does not exist.',
    ],
    ['no address', [{ prefix: 'rows/data/' }, 'a.csv'], 'The manifest names rows/data/a.csv, which does not exist.'],
  ])('refuses %s', async (_name, content, message) => {
    await expect(listManifest(content)).rejects.toThrow(message);
  });

  it('is looked up by several entries at once, and keeps its order', async () => {
    const names = Array.from({ length: 100 }, (_, at) => `${at}.csv`);
    let [underWay, most] = [0, 0];
    const slow = {
      headObject: async ({ key }: ObjectPlace) => {
        most = Math.max(most, ++underWay);
        // The later ones answer first.
        await new Promise((done) => setTimeout(done, 20 - (Number.parseInt(key) % 20)));
        underWay--;
        return { size: 1, etag: key };
      },
      readObject: () => Promise.resolve(Buffer.from(JSON.stringify([{ prefix: 's3://rows/' }, ...names]))),
    } as unknown as ObjectStore;
    const found = await listInputObjects(inputOf('s3://rows/manifest', 'ManifestFile'), slow);
    expect(found.map(({ key }) => key)).toEqual(names);
    expect(most).toBe(16);
  });

  it('that does not exist is named', async () => {
    await expect(list('s3://rows/none', 'ManifestFile')).rejects.toThrow('The manifest s3://rows/none does not exist.');
  });
});

describe('listInputObjects() of a job that is stopped', () => {
  it.each(['S3Prefix', 'ManifestFile'])('ends with the reason of its signal: %s', async (type) => {
    await put('manifest', '[{"prefix":"s3://rows/data/"},"a.csv"]');
    const signal = AbortSignal.abort(new Error('The job was stopped.'));
    const request = inputOf('s3://rows/manifest', type);
    await expect(listInputObjects(request, store, signal)).rejects.toThrow('The job was stopped.');
  });
});

describe('hasInput()', () => {
  it.each([
    ['s3://rows/data/', 'S3Prefix', true],
    ['s3://rows/nothing', 'S3Prefix', false],
    ['s3://nowhere/data', 'S3Prefix', false],
    ['s3://rows/data.csv', 'ManifestFile', true],
    ['s3://rows/data', 'ManifestFile', false],
  ])('of %s as %s is %s', async (uri, type, expected) => {
    expect(await hasInput(inputOf(uri, type), store)).toBe(expected);
  });
});
