import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FoundObject, ObjectStore } from '../../../../src/platform/storage/object-store.ts';
import { openS3ObjectStore } from '../../../../src/platform/storage/s3/s3-object-store.ts';
import { findSeaweedfs, type OutsideStore, outsideOptions, startSeaweedfs } from '../../../support/seaweedfs.ts';
import { outputCases } from '../object-output.cases.ts';

const program = await findSeaweedfs();
let outside: OutsideStore;
let store: ObjectStore;

const open = () => openS3ObjectStore(outsideOptions(outside.url));

describe.skipIf(program === undefined)('S3 object store, on SeaweedFS', () => {
  beforeAll(async () => {
    outside = await startSeaweedfs(program as string);
    store = await open();
    await store.createBucket('bucket');
  });

  afterAll(async () => {
    await store.close();
    await outside.close();
  });

  const md5 = (content: Uint8Array) => createHash('md5').update(content).digest('hex');
  const bytesOf = async ({ body }: FoundObject) => Buffer.concat((await body.toArray()) as Buffer[]);

  it('gives back what was put, with its attributes, and only the last of it', async () => {
    await store.putObject({ bucket: 'bucket', key: 'k' }, Buffer.from('old'));
    const put = await store.putObject(
      { bucket: 'bucket', key: 'k' },
      Readable.from([Buffer.from('ne'), Buffer.from('w')]),
      {
        contentType: 'text/plain',
        headers: { 'cache-control': 'no-store', expires: 'Thu, 01 Dec 2033 16:00:00 GMT' },
        userMetadata: { a: '1' },
        checksums: ['crc32'],
      },
    );
    // CRC-32 of "new": python3 -c 'import zlib; print(hex(zlib.crc32(b"new")))'
    expect(put).toMatchObject({ size: 3, etag: md5(Buffer.from('new')), checksums: { crc32: 'a+NERQ==' } });
    expect(await store.headObject({ bucket: 'bucket', key: 'k' })).toMatchObject({
      key: 'k',
      size: 3,
      etag: put.etag,
      contentType: 'text/plain',
      headers: { 'cache-control': 'no-store', expires: 'Thu, 01 Dec 2033 16:00:00 GMT' },
      userMetadata: { a: '1' },
    });
    expect((await store.readObject({ bucket: 'bucket', key: 'k' }, 10)).toString()).toBe('new');
  });

  it('gives a range of an object, and only of the object that was pinned', async () => {
    const content = randomBytes(100_000);
    const { etag } = await store.putObject({ bucket: 'bucket', key: 'ranged' }, content);
    const range = () => ({ first: 777, last: 60_000 });
    const found = (await store.getObject(
      { bucket: 'bucket', key: 'ranged' },
      { range, onlyIfEtag: etag },
    )) as FoundObject;
    expect((await bytesOf(found)).equals(content.subarray(777, 60_001))).toBe(true);
    await store.putObject({ bucket: 'bucket', key: 'ranged' }, Buffer.from('another'));
    for (const options of [{ onlyIfEtag: etag }, { onlyIfEtag: etag, range }])
      await expect(store.getObject({ bucket: 'bucket', key: 'ranged' }, options)).rejects.toMatchObject({
        code: 'PreconditionFailed',
      });
  });

  it('knows what is not there', async () => {
    expect(await store.headObject({ bucket: 'bucket', key: 'none' })).toBeUndefined();
    expect(await store.getObject({ bucket: 'bucket', key: 'none' })).toBeUndefined();
    expect(await store.getObject({ bucket: 'bucket', key: 'none' }, { range: () => undefined })).toBeUndefined();
    expect(await store.headBucket('none')).toBeUndefined();
    await store.deleteObject({ bucket: 'bucket', key: 'none' });
    await expect(store.readObject({ bucket: 'bucket', key: 'none' }, 1)).rejects.toMatchObject({ code: 'NoSuchKey' });
    await expect(store.listObjects('none')).rejects.toMatchObject({ code: 'NoSuchBucket' });
    await expect(store.putObject({ bucket: 'none', key: 'k' }, Buffer.from('x'))).rejects.toMatchObject({
      code: 'NoSuchBucket',
    });
  });

  it('refuses to read more than it may', async () => {
    await store.putObject({ bucket: 'bucket', key: 'large' }, Buffer.alloc(1000));
    await expect(store.readObject({ bucket: 'bucket', key: 'large' }, 999)).rejects.toMatchObject({
      code: 'EntityTooLarge',
    });
  });

  it('publishes nothing of an aborted writer, a body that breaks, or one that is refused', async () => {
    const writer = await store.openWriter({ bucket: 'bucket', key: 'broken' });
    for (let index = 0; index < 20; index++) await writer.write(Buffer.alloc(1_000_000));
    await writer.abort();
    async function* broken() {
      for (let index = 0; index < 12; index++) yield Buffer.alloc(1_000_000);
      throw new Error('connection lost');
    }
    await expect(store.putObject({ bucket: 'bucket', key: 'broken' }, broken())).rejects.toThrow('connection lost');
    const verify = () => {
      throw new Error('wrong digest');
    };
    await expect(store.putObject({ bucket: 'bucket', key: 'broken' }, Buffer.from('x'), { verify })).rejects.toThrow(
      'wrong digest',
    );
    expect(await store.headObject({ bucket: 'bucket', key: 'broken' })).toBeUndefined();
    expect(await store.listUploads('bucket', 'broken')).toEqual([]);
  });

  it('pages through a listing, with common prefixes and keys that need encoding', async () => {
    const keys = ['l/a b', 'l/a+b', 'l/ä', 'l/dir/1', 'l/dir/2', 'l/e%20', 'l/f&<>"', 'l/other/1', 'l/z'];
    for (const key of keys) await store.putObject({ bucket: 'bucket', key }, Buffer.from(key));
    const all = await store.listObjects('bucket', { prefix: 'l/' });
    expect(all.objects.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    for (const maxKeys of [1, 2, 3]) {
      const seen: string[] = [];
      let startAfter: string | undefined;
      for (;;) {
        const page = await store.listObjects('bucket', {
          prefix: 'l/',
          delimiter: '/',
          maxKeys,
          ...(startAfter === undefined ? {} : { startAfter }),
        });
        seen.push(...page.objects.map(({ key }) => key), ...page.commonPrefixes);
        if (!page.isTruncated) break;
        startAfter = page.next;
      }
      expect(seen.toSorted()).toEqual(
        ['l/a b', 'l/a+b', 'l/dir/', 'l/e%20', 'l/f&<>"', 'l/other/', 'l/z', 'l/ä'].toSorted(),
      );
    }
  });

  it('copies and deletes', async () => {
    const content = randomBytes(50_000);
    await store.putObject({ bucket: 'bucket', key: 'copy/from ä' }, content, { userMetadata: { a: '1' } });
    await store.copyObject({ bucket: 'bucket', key: 'copy/from ä' }, { bucket: 'bucket', key: 'copy/to' });
    expect((await store.readObject({ bucket: 'bucket', key: 'copy/to' }, 1e6)).equals(content)).toBe(true);
    await store.deleteObjects('bucket', ['copy/from ä', 'copy/to', 'copy/never']);
    expect((await store.listObjects('bucket', { prefix: 'copy/' })).objects).toEqual([]);
  });

  it('passes on a multipart upload, with parts out of order and one sent again', async () => {
    const parts = [randomBytes(5_300_000), randomBytes(5_300_000), randomBytes(1000)];
    const { id } = await store.createUpload({ bucket: 'bucket', key: 'multi' }, { contentType: 'x/y' });
    const target = { bucket: 'bucket', key: 'multi', uploadId: id };
    const send = async (index: number, content: Buffer) => {
      const part = await store.uploadPart({ ...target, number: index + 1 }, Readable.from([content]));
      expect(part).toMatchObject({ number: index + 1, size: content.length, etag: md5(content) });
      return { number: part.number, etag: part.etag };
    };
    await send(1, Buffer.from('first try'));
    const sent = [
      await send(2, parts[2] as Buffer),
      await send(0, parts[0] as Buffer),
      await send(1, parts[1] as Buffer),
    ];
    // SeaweedFS lists a part that was replaced beside the one that replaced it.
    const listed = await store.listParts({ bucket: 'bucket', key: 'multi', uploadId: id });
    expect(new Set(listed.map(({ number }) => number))).toEqual(new Set([1, 2, 3]));
    expect(await store.findUpload({ bucket: 'bucket', key: 'multi', uploadId: id })).toMatchObject({
      id,
      key: 'multi',
    });
    const object = await store.completeUpload(
      target,
      sent.toSorted((a, b) => a.number - b.number),
    );
    expect(object.size).toBe(10_601_000);
    expect((await store.readObject({ bucket: 'bucket', key: 'multi' }, 1e8)).equals(Buffer.concat(parts))).toBe(true);
    await expect(store.findUpload({ bucket: 'bucket', key: 'multi', uploadId: id })).rejects.toMatchObject({
      code: 'NoSuchUpload',
    });
  });

  it('refuses a write whose condition does not hold', async () => {
    const { etag } = await store.putObject({ bucket: 'bucket', key: 'conditional' }, Buffer.from('1'), {
      onlyIfAbsent: true,
    });
    const second = store.putObject({ bucket: 'bucket', key: 'conditional' }, Buffer.from('2'), { onlyIfAbsent: true });
    await expect(second).rejects.toMatchObject({ code: 'PreconditionFailed' });
    await store.putObject({ bucket: 'bucket', key: 'conditional' }, Buffer.from('3'), { onlyIfEtag: etag });
    const stale = store.putObject({ bucket: 'bucket', key: 'conditional' }, Buffer.from('4'), { onlyIfEtag: etag });
    await expect(stale).rejects.toMatchObject({ code: 'PreconditionFailed' });
    expect((await store.readObject({ bucket: 'bucket', key: 'conditional' }, 1)).toString()).toBe('3');
  });

  it('names the store’s reason when it may not', async () => {
    const stranger = await openS3ObjectStore({
      endpoint: outside.url,
      region: 'us-east-1',
      pathStyle: true,
      buckets: ['*'],
      credentials: { accessKeyId: 'AKIAOUTSIDE', secretAccessKey: 'wrong' },
    });
    await expect(stranger.putObject({ bucket: 'bucket', key: 'k' }, Buffer.from('x'))).rejects.toThrow(
      /^PutObject of s3:\/\/bucket\/k failed: SignatureDoesNotMatch \(HTTP 403\)/,
    );
    await stranger.close();
  });

  it.each([0, 1000, 9_000_000])(
    'publishes nothing of a fenced output of %i bytes that another published',
    async (size) => {
      const options = { ...outsideOptions(outside.url), isFenced: true };
      const [paused, other] = [await openS3ObjectStore(options), await openS3ObjectStore(options)];
      const output = await paused.openOutput({ bucket: 'bucket', key: `fenced-${size}` });
      if (size > 0) await output.append(randomBytes(size));
      const state = await output.seal();
      // Here its server is paused. Another one takes over, publishes, and a later job writes to the same key.
      const taken = await other.openOutput({ bucket: 'bucket', key: `fenced-${size}` }, {}, state);
      expect(await taken.publish()).toMatchObject({ size });
      const later = await other.putObject({ bucket: 'bucket', key: `fenced-${size}` }, Buffer.from('later'));
      await expect(output.publish()).rejects.toMatchObject({ code: 'NoSuchUpload' });
      expect((await other.headObject({ bucket: 'bucket', key: `fenced-${size}` }))?.etag).toBe(later.etag);
      await Promise.all([paused.close(), other.close()]);
    },
  );

  outputCases('SeaweedFS', {
    store: () => store,
    reopen: async () => {
      await store.close();
      return (store = await open());
    },
  });
});
