import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArtifactCache } from '../../../src/platform/artifact/artifact-cache.ts';
import { extractArtifact } from '../../../src/platform/artifact/extract-artifact.ts';
import { readArtifact } from '../../../src/platform/artifact/read-artifact.ts';
import { readDirectory } from '../../../src/platform/artifact/read-directory.ts';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';

let folder: string;
let store: ObjectStore;
let cache: ArtifactCache;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-artifact-cache-'));
  store = await openFolderObjectStore(join(folder, 'objects'));
  cache = new ArtifactCache(join(folder, 'cache'), store);
  await store.createBucket('models');
  await put('m/metadata/part-00000', '{}');
  await put('m/stages/0_a/metadata/part-00000', '{"a":1}');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, text: string) => store.putObject({ bucket: 'models', key }, Buffer.from(text));
const texts = (files: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
const expected = { 'metadata/part-00000': '{}', 'stages/0_a/metadata/part-00000': '{"a":1}' };

async function pinned(uri = 's3://models/m/') {
  const artifact = await cache.pinFolder(uri);
  if (artifact === undefined) throw new Error('nothing was found');
  return artifact;
}

describe('ArtifactCache.pinFolder()', () => {
  it('fetches all objects below the prefix, by their paths after it', async () => {
    const path = await cache.fetch(await pinned());
    expect(texts(await readArtifact(path))).toEqual(expected);
    await extractArtifact(path, join(folder, 'unpacked'));
    expect(texts(await readDirectory(join(folder, 'unpacked')))).toEqual(expected);
    expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
  });

  it('fetches more objects than one page of a listing has', async () => {
    await Promise.all(Array.from({ length: 1005 }, (_, at) => put(`many/${at}`, '')));
    expect((await readArtifact(await cache.fetch(await pinned('s3://models/many/')))).size).toBe(1005);
  });

  it('leaves out the marker of the folder itself', async () => {
    await put('m/', '');
    expect(texts(await readArtifact(await cache.fetch(await pinned())))).toEqual(expected);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await cache.pinFolder('s3://models/none/')).toBeUndefined();
    expect(await cache.pinFolder('s3://nowhere/m/')).toBeUndefined();
  });

  it('keeps what was fetched when the objects change or go', async () => {
    const artifact = await pinned();
    await cache.fetch(artifact);
    await store.deleteObject({ bucket: 'models', key: 'm/metadata/part-00000' });
    expect(texts(await readArtifact(await cache.fetch(artifact)))).toEqual(expected);
  });

  it.each([
    ['changed', () => put('m/metadata/part-00000', 'other')],
    ['added', () => put('m/more', '')],
    ['gone', () => store.deleteObject({ bucket: 'models', key: 'm/metadata/part-00000' })],
  ])('refuses a folder of which an object is %s since it was pinned', async (_what, change) => {
    const artifact = await pinned();
    await change();
    await expect(cache.fetch(artifact)).rejects.toThrow(/s3:\/\/models\/m\/ was replaced after it was chosen/);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it.each([
    ['a marker of a folder inside', 'm/stages/', /"m\/stages\/" marks a folder/],
    ['a file that is a folder too', 'm/metadata', /"metadata" is a file before it/],
    ['a way out', 'm/../x', /leads out of the archive/],
  ])('refuses %s', async (_what, key, message) => {
    await put(key, '');
    await expect(cache.fetch(await pinned())).rejects.toThrow(message);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('serves two fetches at once', async () => {
    const artifact = await pinned();
    const [one, two] = await Promise.all([cache.fetch(artifact), cache.fetch(artifact)]);
    expect(one).toBe(two);
    expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
  });
});
