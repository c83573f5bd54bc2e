import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { RoutedObjectStore } from '../../../src/platform/storage/routed-object-store.ts';

let folder: string;
let own: ObjectStore;
let outside: ObjectStore;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-routes-'));
  [own, outside] = await Promise.all([
    openFolderObjectStore(join(folder, 'own')),
    openFolderObjectStore(join(folder, 'outside')),
  ]);
  store = new RoutedObjectStore(own, [{ buckets: ['data.*', 'models'], store: outside }]);
  for (const bucket of ['models', 'data.one', 'data-two', 'mine']) await store.createBucket(bucket);
  // Of no concern to this server: its route does not name it.
  await outside.createBucket('foreign');
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('routed object store', () => {
  it('serves a bucket from the first route that names it, else from its own store', async () => {
    const names = async (of: ObjectStore) => (await of.listBuckets()).map(({ name }) => name);
    // The dot of a name is a dot: data-two is not data.*
    expect(await names(outside)).toEqual(['data.one', 'foreign', 'models']);
    expect(await names(own)).toEqual(['data-two', 'mine']);
    expect(await names(store)).toEqual(['data-two', 'data.one', 'mine', 'models']);
  });

  it('hides a bucket of its own whose name is served from outside', async () => {
    await own.createBucket('data.shadow');
    expect(await store.headBucket('data.shadow')).toBeUndefined();
    expect((await store.listBuckets()).map(({ name }) => name)).not.toContain('data.shadow');
    await own.deleteBucket('data.shadow');
  });

  it('copies between stores, attributes and all, and checks the source first', async () => {
    const content = randomBytes(300_000);
    await store.putObject({ bucket: 'mine', key: 'k' }, content, { contentType: 'text/csv', userMetadata: { a: '1' } });
    const source = { bucket: 'mine', key: 'k' };
    const copied = await store.copyObject(source, { bucket: 'models', key: 'copy' });
    expect(copied).toMatchObject({ size: 300_000, contentType: 'text/csv', userMetadata: { a: '1' } });
    expect((await outside.readObject({ bucket: 'models', key: 'copy' }, 1e6)).equals(content)).toBe(true);
    const verify = () => {
      throw new Error('not this one');
    };
    const refused = store.copyObject({ ...source, verify }, { bucket: 'models', key: 'refused' });
    await expect(refused).rejects.toThrow('not this one');
    expect(await outside.headObject({ bucket: 'models', key: 'refused' })).toBeUndefined();
    const missing = store.copyObject({ bucket: 'mine', key: 'none' }, { bucket: 'models', key: 'refused' });
    await expect(missing).rejects.toMatchObject({ code: 'NoSuchKey' });
  });

  it('lists what its routes name where an outside store lists nothing', async () => {
    const silent = Object.create(outside) as ObjectStore;
    silent.listBuckets = () => Promise.reject(new Error('AccessDenied'));
    const routed = new RoutedObjectStore(own, [{ buckets: ['data.*', 'models'], store: silent }]);
    expect((await routed.listBuckets()).map(({ name }) => name)).toEqual(['data-two', 'mine', 'models']);
  });
});
