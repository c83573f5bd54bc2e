import { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type ArchiveLimits, checkExpansion } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';

/** Unpacks gzip (all members), stops at a bomb, and refuses a cut, damaged or continued stream. */
export async function* gunzipArchive(
  source: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits,
): AsyncGenerator<Uint8Array> {
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
