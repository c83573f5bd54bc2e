import { pipeline, Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { type ArchiveLimits, checkExpansion } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';

/** A gzip up to this size is unpacked in one call: a stream takes milliseconds to set up, longer than such a file. */
const smallPacked = 64 * 1024;
/** More than this is left to a stream even if it is packed into little: a call holds up everything else. */
const smallUnpacked = 1024 * 1024;

/** Unpacks gzip (all members), stops at a bomb, and refuses a cut, damaged or continued stream. */
export async function* gunzipArchive(
  source: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const start = await readStart(chunks);
  const small = start.isWhole ? gunzipSmall(start.bytes) : undefined;
  if (small === undefined) yield* gunzipStream(continued(start.bytes, chunks), limits);
  else yield small;
}

/** The source up to its end or to more than `smallPacked` bytes. */
async function readStart(chunks: AsyncIterator<Uint8Array>): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length <= smallPacked; ) {
    const next = await chunks.next();
    if (next.done === true) return { bytes: Buffer.concat(parts), isWhole: true };
    parts.push(next.value);
    length += next.value.length;
  }
  return { bytes: Buffer.concat(parts), isWhole: false };
}

/** Undefined if it is damaged or unpacks to much: the stream finds out which. */
function gunzipSmall(packed: Buffer): Buffer | undefined {
  try {
    // With `info` the call also gives the engine that counted what it read.
    const { buffer, engine } = gunzipSync(packed, { maxOutputLength: smallUnpacked, info: true }) as unknown as {
      buffer: Buffer;
      engine: { readonly bytesWritten: number };
    };
    return engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

async function* continued(start: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  yield* { [Symbol.asyncIterator]: () => chunks };
}

async function* gunzipStream(source: AsyncIterable<Uint8Array>, limits: ArchiveLimits): AsyncGenerator<Uint8Array> {
  let packed = 0;
  async function* counted() {
    for await (const chunk of source) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  // Failures of either end reach the loop below by destroying `gunzip`.
  pipeline(Readable.from(counted(), { objectMode: false }), gunzip, () => undefined);
  let unpacked = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      checkExpansion(packed, unpacked, limits);
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? new ArtifactError(`The archive is not whole gzip: ${(error as Error).message}.`) : error;
  }
  if (gunzip.bytesWritten < packed)
    throw new ArtifactError('The archive has something after the end of its gzip data.');
}

const isZlibError = (error: unknown) => String((error as NodeJS.ErrnoException).code).startsWith('Z_');
