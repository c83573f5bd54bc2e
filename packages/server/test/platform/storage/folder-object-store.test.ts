import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { FoundObject, ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { isStoreOutage } from '../../../src/platform/store/is-store-outage.ts';
import { lockDatabase } from '../../support/locked-database.ts';

let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-storage-'));
  store = await openFolderObjectStore(join(folder, 'objects'));
  await store.createBucket('b');
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const contentFiles = () => readdir(join(folder, 'objects/content'));
const text = async (key: string) => (await store.readObject({ bucket: 'b', key }, 1e9)).toString();
const md5 = (content: string) => createHash('md5').update(content).digest('hex');

describe('folder object store', () => {
  it('gives back what was put, and only the last of it', async () => {
    await store.putObject({ bucket: 'b', key: 'k' }, Buffer.from('old'));
    const put = await store.putObject({ bucket: 'b', key: 'k' }, Readable.from([Buffer.from('ne'), Buffer.from('w')]), {
      contentType: 'text/plain',
      userMetadata: { a: '1' },
      checksums: ['crc32'],
    });
    // CRC-32 of "new": python3 -c 'import zlib; print(hex(zlib.crc32(b"new")))'
    expect(put).toMatchObject({ size: 3, etag: md5('new'), checksums: { crc32: 'a+NERQ==' } });
    expect(await store.headObject({ bucket: 'b', key: 'k' })).toEqual(put);
    expect(await text('k')).toBe('new');
    await store.close();
    store = await openFolderObjectStore(join(folder, 'objects'));
    expect(await store.headObject({ bucket: 'b', key: 'k' })).toEqual(put);
    expect(await text('k')).toBe('new');
  });

  it.each([0, 1, 4096, 4097, 300_000])('keeps %i bytes in the index or in a file', async (size) => {
    const content = Buffer.from(Array.from({ length: size }, (_, at) => at % 251));
    async function* inPieces() {
      for (let at = 0; at < size; at += 1000) yield content.subarray(at, at + 1000);
    }
    // CRC-32 by Node's zlib, MD5 by its crypto.
    const put = await store.putObject({ bucket: 'b', key: 'k' }, inPieces(), { checksums: ['crc32'] });
    const expected = Buffer.alloc(4);
    expected.writeUInt32BE(crc32(content));
    expect(put).toMatchObject({ size, checksums: { crc32: expected.toString('base64') } });
    expect(put.etag).toBe(createHash('md5').update(content).digest('hex'));
    expect(await contentFiles()).toHaveLength(size > 4096 ? 1 : 0);
    await store.copyObject({ bucket: 'b', key: 'k' }, { bucket: 'b', key: 'copy' });
    await store.close();
    store = await openFolderObjectStore(join(folder, 'objects'));
    for (const key of ['k', 'copy']) {
      expect((await store.readObject({ bucket: 'b', key }, 1e9)).equals(content)).toBe(true);
      if (size < 4) continue;
      const found = await store.getObject({ bucket: 'b', key }, { range: () => ({ first: 2, last: size - 2 }) });
      const chunks: Buffer[] = [];
      for await (const chunk of (found as FoundObject).body) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(content.subarray(2, size - 1))).toBe(true);
    }
    await store.deleteObjects('b', ['k', 'copy']);
    expect(await contentFiles()).toEqual([]);
  });

  it('puts many objects at the same time, each by its own conditions', async () => {
    await store.putObject({ bucket: 'b', key: 'key-3' }, Buffer.from('was there'));
    const puts = Array.from({ length: 50 }, (_, at) =>
      store.putObject({ bucket: 'b', key: `key-${at}` }, Buffer.from(String(at)), { onlyIfAbsent: true }),
    );
    const gone = store.putObject({ bucket: 'no-bucket', key: 'k' }, Buffer.from('x'));
    const outcomes = await Promise.allSettled([...puts, gone]);
    const refused = outcomes.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []));
    expect(refused).toEqual([3, 50]);
    for (let at = 0; at < 50; at++) expect(await text(`key-${at}`)).toBe(at === 3 ? 'was there' : String(at));
  });

  it('keeps a replaced or deleted object for its readers', async () => {
    const content = Buffer.alloc(3_000_000, 'abc');
    await store.putObject({ bucket: 'b', key: 'k' }, content);
    const found = (await store.getObject({ bucket: 'b', key: 'k' })) as FoundObject;
    await store.putObject({ bucket: 'b', key: 'k' }, Buffer.from('other'));
    await store.deleteObject({ bucket: 'b', key: 'k' });
    const chunks: Buffer[] = [];
    for await (const chunk of found.body) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
    await expect.poll(contentFiles).toEqual([]);
  });

  it('publishes nothing of an aborted writer or of a body that breaks', async () => {
    const writer = await store.openWriter({ bucket: 'b', key: 'k' });
    await writer.write(Buffer.alloc(1_000_000));
    await writer.abort();
    await writer.abort();
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('connection lost');
    }
    await expect(store.putObject({ bucket: 'b', key: 'k' }, broken())).rejects.toThrow('connection lost');
    const refuse = () => {
      throw new Error('wrong digest');
    };
    await expect(store.putObject({ bucket: 'b', key: 'k' }, Buffer.from('x'), { verify: refuse })).rejects.toThrow(
      'wrong digest',
    );
    expect(await store.headObject({ bucket: 'b', key: 'k' })).toBeUndefined();
    expect(await contentFiles()).toEqual([]);
  });

  it('takes any text as key, in the order of UTF-8, and makes no file outside its folder', async () => {
    const naughty = [
      '../up',
      '/etc/passwd',
      'a/../../b',
      '..',
      '.',
      'nul\0',
      'C:\\x',
      '\u{1f600}',
      '\r\n',
      '%2e%2e',
      "'; --",
    ];
    const anyKey = fc.oneof(fc.constantFrom(...naughty), fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyKey, { minLength: 1, maxLength: 12 }), async (keys) => {
        // Too large to be kept in the index.
        const contentOf = (key: string) => key.padEnd(5000, '.');
        for (const key of keys) await store.putObject({ bucket: 'b', key }, Buffer.from(contentOf(key)));
        for (const key of keys) expect(await text(key)).toBe(contentOf(key));
        const listed = (await store.listObjects('b')).objects.map(({ key }) => key);
        expect(listed).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
        expect(await readdir(folder)).toEqual(['objects']);
        expect(await contentFiles()).toHaveLength(keys.length);
        await store.deleteObjects('b', keys);
        expect(await contentFiles()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses keys that are no text, empty or too long', async () => {
    await expect(store.putObject({ bucket: 'b', key: '\ud800' }, Buffer.alloc(0))).rejects.toMatchObject({
      code: 'InvalidArgument',
    });
    await expect(store.putObject({ bucket: 'b', key: '' }, Buffer.alloc(0))).rejects.toMatchObject({
      code: 'InvalidArgument',
    });
    await expect(store.putObject({ bucket: 'b', key: 'é'.repeat(513) }, Buffer.alloc(0))).rejects.toMatchObject({
      code: 'KeyTooLongError',
    });
    await store.putObject({ bucket: 'b', key: 'é'.repeat(512) }, Buffer.alloc(0));
  });

  it('pages through any listing as one that is made at once', async () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é'), minLength: 1, maxLength: 5 });
    const prefix = fc.constantFrom('', 'a', 'a/', 'é');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 15 }),
        prefix,
        fc.constantFrom('', '/'),
        async (keys, prefix, delimiter) => {
          for (const key of keys) await store.putObject({ bucket: 'b', key }, Buffer.alloc(0));
          const inOrder = keys
            .filter((key) => key.startsWith(prefix))
            .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          const cut = (key: string) => {
            const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
            return at < 0 ? key : `${key.slice(0, at + 1)}*`;
          };
          const expected = [...new Set(inOrder.map(cut))];
          for (const maxKeys of [1, 2, 1000]) {
            const found: string[] = [];
            for (let startAfter: string | undefined = ''; startAfter !== undefined; ) {
              const page = await store.listObjects('b', { prefix, delimiter, maxKeys, startAfter });
              const names = [...page.objects.map(({ key }) => key), ...page.commonPrefixes.map((name) => `${name}*`)];
              expect(names.length).toBeLessThanOrEqual(maxKeys);
              found.push(...names);
              startAfter = page.isTruncated ? page.next : undefined;
            }
            expect(found.toSorted()).toEqual(expected.toSorted());
          }
          await store.deleteObjects('b', keys);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets one of two writers win where both want a new key', async () => {
    const put = (content: string) =>
      store.putObject({ bucket: 'b', key: 'k' }, Buffer.alloc(5000, content), { onlyIfAbsent: true });
    const outcomes = await Promise.allSettled([put('one'), put('two'), put('three')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await contentFiles()).toHaveLength(1);
  });

  it('copies without reading, and the copy outlives its source', async () => {
    await store.putObject({ bucket: 'b', key: 'from' }, Buffer.from('content'), { userMetadata: { a: '1' } });
    await store.copyObject({ bucket: 'b', key: 'from' }, { bucket: 'b', key: 'to' });
    await store.deleteObject({ bucket: 'b', key: 'from' });
    expect(await text('to')).toBe('content');
    expect(await store.headObject({ bucket: 'b', key: 'to' })).toMatchObject({
      etag: md5('content'),
      userMetadata: { a: '1' },
    });
  });

  it('drops the parts of uploads with their bucket', async () => {
    const { id } = await store.createUpload({ bucket: 'b', key: 'k' });
    await store.uploadPart({ bucket: 'b', key: 'k', uploadId: id, number: 1 }, Readable.from([Buffer.from('x')]));
    expect(await contentFiles()).toHaveLength(1);
    await store.deleteBucket('b');
    expect(await contentFiles()).toEqual([]);
  });

  it('reads no more than it is allowed to', async () => {
    await store.putObject({ bucket: 'b', key: 'k' }, Buffer.alloc(11));
    await expect(store.readObject({ bucket: 'b', key: 'k' }, 10)).rejects.toMatchObject({ code: 'EntityTooLarge' });
    await expect(store.readObject({ bucket: 'b', key: 'nothing' }, 10)).rejects.toMatchObject({ code: 'NoSuchKey' });
  });
});

describe('folder object store on a failing disk', () => {
  /** A disk whose n-th operation on a file fails; n counts from 1. */
  function failing(n: number) {
    let count = 0;
    const next = () => {
      count++;
      if (count === n) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    const openFile = async (path: string, flags: string): Promise<FileHandle> => {
      next();
      const handle = await open(path, flags);
      return new Proxy(handle, {
        get(target, name) {
          const member = Reflect.get(target, name) as unknown;
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            if (name !== 'close') next();
            return (member as (...args: unknown[]) => unknown).apply(target, args);
          };
        },
      });
    };
    return { openFile, hasFailed: () => count >= n };
  }

  it('keeps the old object whole, whichever operation fails', async () => {
    const old = 'old'.repeat(2000);
    await store.putObject({ bucket: 'b', key: 'k' }, Buffer.from(old));
    let failures = 0;
    for (let n = 1; ; n++) {
      await store.close();
      const { openFile, hasFailed } = failing(n);
      store = await openFolderObjectStore(join(folder, 'objects'), { openFile });
      const put = store.putObject({ bucket: 'b', key: 'k' }, Buffer.alloc(600_000, 'new'));
      const failed = await put.then(
        () => false,
        (error: { code: string }) => error.code === 'ENOSPC',
      );
      expect(failed).toBe(hasFailed());
      if (!failed) break;
      failures++;
      expect(await text('k')).toBe(old);
      expect(await contentFiles()).toHaveLength(1);
    }
    // open, write, sync, open the folder, sync it: a failure at each was tried.
    expect(failures).toBe(5);
    expect((await store.headObject({ bucket: 'b', key: 'k' }))?.size).toBe(600_000);
  });
});

describe('an index that another process has locked', () => {
  async function* pieces(content: string) {
    yield Buffer.from(content);
  }

  it('is changed when it is free, whatever the change, and read meanwhile', async () => {
    const target = { bucket: 'b', key: 'parts' };
    await store.putObject({ bucket: 'b', key: 'gone' }, Buffer.from('1'));
    await store.createBucket('empty');
    const aborted = await store.createUpload({ bucket: 'b', key: 'aborted' });
    const { id: uploadId } = await store.createUpload({ bucket: 'b', key: 'parts' });
    const part = await store.uploadPart({ ...target, uploadId, number: 1 }, pieces('part'));
    const lock = lockDatabase(join(folder, 'objects/index.sqlite'));
    const changes = Promise.all([
      store.putObject({ bucket: 'b', key: 'small' }, Buffer.from('2')),
      store.putObject({ bucket: 'b', key: 'large' }, Buffer.alloc(10_000)),
      store.copyObject({ bucket: 'b', key: 'gone' }, { bucket: 'b', key: 'copy' }),
      store.createBucket('new'),
      store.deleteBucket('empty'),
      store.createUpload({ bucket: 'b', key: 'begun' }),
      store.abortUpload({ bucket: 'b', key: 'aborted', uploadId: aborted.id }),
      store.completeUpload({ ...target, uploadId }, [{ number: 1, etag: part.etag, checksums: {} }]),
      store.openOutput({ bucket: 'b', key: 'spooled' }).then(async (output) => {
        await output.append(Buffer.alloc(300_000));
        await output.seal();
        return output.publish();
      }),
    ]);
    expect(await text('gone')).toBe('1');
    // On this same thread: a change that held it up would wait for ever.
    setTimeout(() => lock.release(), 100);
    await changes;
    await store.deleteObject({ bucket: 'b', key: 'gone' });
    const { objects } = await store.listObjects('b');
    expect(objects.map(({ key }) => key)).toEqual(['copy', 'large', 'parts', 'small', 'spooled']);
    expect((await store.listBuckets()).map(({ name }) => name)).toEqual(['b', 'new']);
  });

  it('is an outage if it stays locked; what was asked leaves nothing', async () => {
    const lock = lockDatabase(join(folder, 'objects/index.sqlite'));
    const errors = await Promise.all(
      [
        store.putObject({ bucket: 'b', key: 'k' }, Buffer.alloc(10_000)),
        store.createBucket('new'),
        store.deleteObjects('b', ['k']),
        store.createUpload({ bucket: 'b', key: 'k' }),
      ].map((change) => (change as Promise<unknown>).catch((error: unknown) => error)),
    );
    expect(errors.map(isStoreOutage)).toEqual([true, true, true, true]);
    lock.release();
    expect(await store.listObjects('b')).toMatchObject({ objects: [] });
    expect(await contentFiles()).toEqual([]);
    await store.putObject({ bucket: 'b', key: 'k' }, Buffer.from('3'));
    expect(await text('k')).toBe('3');
  });
});
