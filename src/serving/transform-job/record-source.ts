import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { InputObject } from './input-objects.ts';
import type { OversizedRecord, RecordPosition, SplitLimits } from './splitter.ts';
import { FormatError } from './splitter.ts';
import { splitters } from './splitters.ts';
import type { TransformRequest } from './transform-request.ts';

/**
 * The records of one object, as blocks that the splitter named `splitType` takes apart.
 *
 * A source of bytes (`byteSource`) fetches the object, undoes its compression and lets its splitter cut it. A source of a
 * columnar file would fetch the parts it needs by itself, and write rows as the lines that the chain's first container
 * is to read; its positions count records only. Whatever it is, it can begin again at the end of any block that it gave
 * before, and then gives the same blocks: that is all a checkpoint needs of it.
 */
export interface RecordSource {
  /** Key of `splitters`. */
  readonly splitType: string;
  /** Whether `RecordPosition.byte` means something to who looks for a record in the object. */
  readonly hasByteOffsets: boolean;
  /**
   * Blocks from a position on. Rejects with `FormatError`, `RecordTooLargeError`, or `ObjectStoreError`
   * (PreconditionFailed if the object is no longer the one that was listed).
   */
  blocks(start: RecordPosition, limits: SplitLimits, signal: AbortSignal): AsyncIterable<Buffer | OversizedRecord>;
}

/** How a job's input is read, by what its request says. */
export function openRecordSource(object: InputObject, request: TransformRequest, store: ObjectStore): RecordSource {
  return byteSource(object, request, store);
}

/** Bytes as they are stored, or as gzip gives them, cut by the splitter of the job's SplitType. */
function byteSource(object: InputObject, request: TransformRequest, store: ObjectStore): RecordSource {
  const { SplitType: splitType = 'None', CompressionType: compression } = request.TransformInput;
  const splitter = splitters[splitType];
  if (splitter === undefined) throw new Error(`no splitter for ${splitType}`);
  return {
    splitType,
    hasByteOffsets: true,
    async *blocks(start, limits, signal) {
      const isGzip = compression === 'Gzip';
      if (!isGzip && start.byte > 0 && start.byte >= object.size) return;
      const body = await fetchFrom(object, isGzip ? 0 : start.byte, store);
      const source = isGzip ? skip(unzip(body), start.byte) : body;
      const destroy = () => body.destroy(new Error('The job was stopped.'));
      signal.addEventListener('abort', destroy, { once: true });
      try {
        yield* splitter.blocks(source, limits, start);
      } finally {
        signal.removeEventListener('abort', destroy);
        body.destroy();
      }
    },
  };
}

async function fetchFrom(object: InputObject, first: number, store: ObjectStore): Promise<Readable> {
  const { bucket, key, etag } = object;
  const found = await store.getObject(bucket, key, {
    onlyIfEtag: etag,
    ...(first === 0 ? {} : { range: ({ size }) => ({ first, last: size - 1 }) }),
  });
  if (found === undefined) throw new FormatError('The object is gone.');
  return found.body;
}

/** A gzip stream has no places to begin at: what was read before is read again, and dropped. */
async function* skip(source: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let missing = count;
  for await (const chunk of source) {
    if (missing >= chunk.length) missing -= chunk.length;
    else {
      yield missing === 0 ? chunk : chunk.subarray(missing);
      missing = 0;
    }
  }
}

/** Errors of the source reach the reader of the result. */
async function* unzip(source: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_') !== true) throw error;
    throw new FormatError(`The object is not gzip, or it is damaged: ${(error as Error).message}`, { cause: error });
  } finally {
    gunzip.destroy();
  }
}
