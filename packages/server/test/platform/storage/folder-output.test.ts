import { type FileHandle, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { outputCases } from './object-output.cases.ts';

let folder: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-output-'));
  store = await openFolderObjectStore(folder);
  await store.createBucket('bucket');
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

outputCases('the folder store', {
  store: () => store,
  reopen: async () => {
    await store.close();
    return (store = await openFolderObjectStore(folder));
  },
});

describe('outputs of the folder store, on its disk', () => {
  it('leave no file once they are published and replaced, aborted or dropped', async () => {
    await store.putObject({ bucket: 'bucket', key: 'large' }, Buffer.alloc(10_000));
    const { objects } = await store.listObjects('bucket');
    // Two outputs were abandoned by the shared cases only after they were dropped: each object that is not small is one file.
    const large = objects.filter(({ size }) => size > 4096);
    expect(large.length).toBeGreaterThan(0);
    expect(await readdir(join(folder, 'content'))).toHaveLength(large.length);
  });

  it('write nothing behind bytes that a full disk refused', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'catenary-full-'));
    let isFull = false;
    const openFile = async (path: string, flags: string): Promise<FileHandle> => {
      const handle = await open(path, flags);
      const write = handle.write.bind(handle) as (...parameters: unknown[]) => unknown;
      handle.write = ((...parameters: unknown[]) =>
        isFull ? Promise.reject(new Error('ENOSPC')) : write(...parameters)) as typeof handle.write;
      return handle;
    };
    const small = await openFolderObjectStore(directory, { openFile });
    await small.createBucket('bucket');
    const output = await small.openOutput({ bucket: 'bucket', key: 'k' });
    await output.append(Buffer.alloc(600_000, 'a'));
    const state = await output.sync();
    isFull = true;
    await expect(output.append(Buffer.alloc(600_000, 'bucket'))).rejects.toThrow('ENOSPC');
    isFull = false;
    await expect(output.sync()).rejects.toThrow('ENOSPC');
    await output.close();
    const again = await small.openOutput({ bucket: 'bucket', key: 'k' }, {}, state);
    await again.append(Buffer.from('c'));
    await again.seal();
    await again.publish();
    expect((await small.readObject({ bucket: 'bucket', key: 'k' }, 1e6)).toString()).toBe(`${'a'.repeat(600_000)}c`);
    await small.close();
    await rm(directory, { recursive: true, force: true });
  });
});
