import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArtifactCache, type PinnedArtifact } from '../../../../src/platform/artifact/artifact-cache.ts';
import type { ObjectStore } from '../../../../src/platform/storage/object-store.ts';
import { ObjectStoreError } from '../../../../src/platform/storage/object-store-error.ts';
import { S3Failure } from '../../../../src/platform/storage/s3/s3-failure.ts';
import { fetchTarget } from '../../../../src/serving/container/multi-model/fetch-target.ts';
import { makeTar } from '../../../platform/artifact/make-tar.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-target-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 5 + 1,000 bytes of files. */
const archive = gzipSync(
  makeTar([
    { name: 'model', content: 'model' },
    { name: 'code/x.py', content: ' '.repeat(1000) },
  ]),
);

interface Reading {
  readonly etag: string;
  readonly content?: Buffer;
}

/** A store of one object: what each look at it, and then each reading of it, finds. */
function storeOf(look: () => Reading | undefined): ArtifactCache {
  const find = () => {
    const found = look();
    return found === undefined
      ? undefined
      : { object: { etag: found.etag }, body: Readable.from([found.content ?? archive]) };
  };
  const store = {
    headObject: () => Promise.resolve().then(() => find()?.object),
    getObject: () => Promise.resolve().then(find),
  };
  return new ArtifactCache(folder, store as unknown as ObjectStore);
}

const fetchFrom = (look: () => Reading | undefined, check: (artifact: PinnedArtifact) => void = () => undefined) =>
  fetchTarget('s3://bucket/a/b.tar.gz', check, { artifacts: storeOf(look), folder });
const missing =
  'Failed to download model data(bucket: bucket, key: a/b.tar.gz). Please ensure that there is an object located at the URL ' +
  'and that the role passed to CreateModel has permissions to download the model.';

describe('fetchTarget', () => {
  it('gives a file of its own with the archive, and how much its files take', async () => {
    const [one, two] = await Promise.all([fetchFrom(() => ({ etag: '1' })), fetchFrom(() => ({ etag: '1' }))]);
    expect(one).toMatchObject({ bytes: 1005, artifact: { uri: 's3://bucket/a/b.tar.gz', etag: '1' } });
    expect(readFileSync(two.path).equals(archive)).toBe(true);
    await one.remove();
    expect(readFileSync(two.path).equals(archive)).toBe(true);
    await two.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes the archive that replaces another meanwhile', async () => {
    let looks = 0;
    const target = await fetchFrom(() => ({ etag: ++looks === 1 ? 'old' : 'new' }));
    expect(target.artifact.etag).toBe('new');
    await target.remove();
  });

  it('is asked about each archive before it is fetched, and may say no', async () => {
    let looks = 0;
    const check = ({ etag }: PinnedArtifact) => {
      throw new Error(`not ${etag}`);
    };
    await expect(fetchFrom(() => ({ etag: `${++looks}` }), check)).rejects.toThrow('not 1');
    expect(looks).toBe(1);
  });

  it('gives up on one that is replaced again and again', async () => {
    let looks = 0;
    await expect(fetchFrom(() => ({ etag: `${++looks}` }))).rejects.toThrow('was replaced after it was chosen');
  });

  it.each([
    ['no object', undefined],
    ['no bucket', new ObjectStoreError('NoSuchBucket', 'The bucket does not exist.')],
    ['no permission', new S3Failure('AccessDenied', 403, 'HeadObject failed: AccessDenied')],
  ])("refuses in the service's words: %s", async (_what, error) => {
    const fetched = fetchFrom(() => {
      if (error !== undefined) throw error;
      return undefined;
    });
    await expect(fetched).rejects.toMatchObject({ code: 'ValidationError', message: missing });
  });

  it.each([
    ['when it is looked for', 1],
    ['when it is read', 2],
  ])('says that the store does not answer, %s', async (_when, failing) => {
    let looks = 0;
    const fetched = fetchFrom(() => {
      if (++looks >= failing)
        throw new S3Failure('ECONNREFUSED', 0, 'GetObject of s3://bucket/a/b.tar.gz failed: ECONNREFUSED');
      return { etag: '1' };
    });
    await expect(fetched).rejects.toMatchObject({
      code: 'InternalDependencyException',
      status: 530,
      message: 'The model data could not be fetched: GetObject of s3://bucket/a/b.tar.gz failed: ECONNREFUSED',
    });
  });

  it('leaves nothing of what is no archive', async () => {
    const fetched = fetchFrom(() => ({ etag: '1', content: archive.subarray(0, 40) }));
    await expect(fetched).rejects.toMatchObject({ name: 'ArtifactError' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
