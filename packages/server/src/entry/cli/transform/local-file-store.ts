import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { chunkBytes, chunkPool } from '../../../platform/storage/chunk-pool.ts';
import type * as S from '../../../platform/storage/object-store.ts';
import { assertEtag, ObjectStoreError } from '../../../platform/storage/object-store-error.ts';
import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import type { LocalFile } from './local-files.ts';

/** Files where they lie, as the objects of one bucket that is only read. A file's ETag is its size and time of change. */
export function localFileStore(bucket: string, files: readonly LocalFile[]): S.ObjectStore {
  const byKey = new Map(files.map((file) => [file.key, file]));
  const find = async (key: string) => {
    const file = byKey.get(key);
    if (file === undefined) return undefined;
    const { size, mtimeMs } = await stat(file.path);
    return { file, object: toObject({ ...file, size, modified: mtimeMs }) };
  };
  const getObject: S.ObjectStore['getObject'] = async ({ key }, { range, onlyIfEtag } = {}) => {
    const found = await find(key);
    if (found === undefined) return undefined;
    const { object, file } = found;
    assertEtag(object, bucket, onlyIfEtag);
    const asked = range?.(object) ?? { first: 0, last: object.size - 1 };
    return {
      object,
      body: Readable.from(readUnchanged({ ...file, bucket, etag: object.etag }, asked), { highWaterMark: 1 }),
    };
  };
  return {
    headBucket: (name) => Promise.resolve(name === bucket ? { name, created: 0 } : undefined),
    bucketSettings: () => Promise.resolve({}),
    listBuckets: () => Promise.resolve([{ name: bucket, created: 0 }]),
    listObjects: (_bucket, { prefix = '', startAfter = '' } = {}) => {
      const objects = files
        .map(toObject)
        .filter(({ key }) => key.startsWith(prefix) && compareKeys(key, startAfter) > 0);
      const inOrder = objects.sort((one, other) => compareKeys(one.key, other.key));
      return Promise.resolve({ objects: inOrder, commonPrefixes: [], isTruncated: false });
    },
    headObject: async ({ key }) => (await find(key))?.object,
    getObject,
    readObject: async (place, maxBytes) => {
      const { key } = place;
      const found = await getObject(place);
      if (found === undefined) throw new ObjectStoreError('NoSuchKey', `There is no file ${key}.`);
      if (found.object.size > maxBytes)
        throw new ObjectStoreError(
          'EntityTooLarge',
          `${key} has ${found.object.size} bytes; at most ${maxBytes} are read.`,
        );
      return Buffer.concat(await found.body.toArray());
    },
    ...refusing(() => Promise.reject(new Error(`The bucket ${bucket} is only read.`))),
    close: () => Promise.resolve(),
  };
}

/** All that writes, or asks about what is being written. */
const refusing = (refuse: () => Promise<never>) => {
  const buckets = { createBucket: refuse, changeBucket: refuse, deleteBucket: refuse };
  const objects = { deleteObject: refuse, deleteObjects: refuse };
  const writers = { putObject: refuse, openWriter: refuse, openOutput: refuse, dropOutput: refuse, copyObject: refuse };
  const tags = { getTags: refuse, putTags: refuse };
  const uploads = { createUpload: refuse, findUpload: refuse, completeUpload: refuse, abortUpload: refuse };
  return {
    ...buckets,
    ...objects,
    ...writers,
    ...uploads,
    ...tags,
    uploadPart: refuse,
    listParts: refuse,
    listUploads: refuse,
  };
};

/** As S3 has them: by the bytes of their UTF-8. */
const compareKeys = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

const etagOf = (size: number, modified: number) => `${size}-${modified}`;

const toObject = ({ key, size, modified }: LocalFile): StoredObject => ({
  key,
  size,
  modified,
  etag: etagOf(size, modified),
  checksums: {},
  checksumType: 'FULL_OBJECT',
});

/** A file as it was found. */
interface FoundFile extends LocalFile {
  readonly bucket: string;
  readonly etag: string;
}

/** The file's bytes; throws PreconditionFailed if it is another one, or was changed, when they have been read. */
async function* readUnchanged(
  { path, key, bucket, etag }: FoundFile,
  { first, last }: S.ByteRange,
): AsyncGenerator<Buffer> {
  const handle = await open(path);
  try {
    for (let at = first; at <= last; ) {
      const wanted = Math.min(chunkBytes, last + 1 - at);
      const { bytesRead, buffer } = await handle.read(Buffer.from(chunkPool.take()), 0, wanted, at);
      // Cut off meanwhile: what it is now says so.
      if (bytesRead === 0) break;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    assertEtag({ key, etag: await etagNow(handle) }, bucket, etag);
  } finally {
    await handle.close();
  }
}

async function etagNow(handle: FileHandle): Promise<string> {
  const { size, mtimeMs } = await handle.stat();
  return etagOf(size, mtimeMs);
}
