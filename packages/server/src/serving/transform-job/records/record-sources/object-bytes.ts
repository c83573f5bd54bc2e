import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { present } from '@catenary/scoring/internal/values';
import type { ReadableObjects } from '../../../../platform/storage/object-store.ts';
import type { InputPlan } from '../../plan/transform-plan.ts';
import type { InputObject } from '../input-objects.ts';
import { isGzip } from '../is-gzip.ts';
import { FormatError } from '../splitter.ts';

/** An object of a job, and where it is read. */
export interface SourceContext {
  readonly object: InputObject;
  readonly compression: InputPlan['compression'];
  readonly store: ReadableObjects;
}

/** An object's bytes from `first` on, decompressed if the job says so: places are those of the decompressed object. */
export async function* objectBytes(context: SourceContext, first: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { object, compression, store } = context;
  const isPacked = isGzip(object.key, compression);
  if (!isPacked && first > 0 && first >= object.size) return;
  const body = await fetchFrom(object, isPacked ? 0 : first, store);
  const destroy = () => body.destroy(new Error('The job was stopped.'));
  signal.addEventListener('abort', destroy, { once: true });
  try {
    // Of no bytes at all nothing is compressed.
    if (isPacked && object.size > 0) yield* skip(unzip(body, context), first);
    else yield* body as AsyncIterable<Buffer>;
  } finally {
    signal.removeEventListener('abort', destroy);
    body.destroy();
  }
}

async function fetchFrom(object: InputObject, first: number, store: ReadableObjects): Promise<Readable> {
  const { bucket, key, etag } = object;
  const found = await store.getObject(
    { bucket, key },
    {
      onlyIfEtag: etag,
      ...present({
        range: first === 0 ? undefined : ({ size }: { readonly size: number }) => ({ first, last: size - 1 }),
      }),
    },
  );
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

/**
 * All members of a gzip stream, one after the other. What is behind them may be padding with zeros; anything else is
 * damage, or rows that would be lost unnoticed. Errors of the source reach the reader of the result.
 */
async function* unzip(source: Readable, { object, store }: SourceContext): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
    await checkPadding(object, gunzip.bytesWritten, store);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_') !== true) throw error;
    throw new FormatError(`The object is not gzip, or it is damaged: ${(error as Error).message}`, { cause: error });
  } finally {
    gunzip.destroy();
  }
}

async function checkPadding(object: InputObject, first: number, store: ReadableObjects): Promise<void> {
  if (first >= object.size) return;
  const rest = await fetchFrom(object, first, store);
  for await (const chunk of rest as AsyncIterable<Buffer>) {
    if (chunk.some((byte) => byte !== 0))
      throw new FormatError(`The object is damaged: it continues behind its gzip stream, which ends at byte ${first}.`);
  }
}
