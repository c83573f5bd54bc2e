import { ByteReader } from '../../util/byte-reader.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { type ArchiveSource, chunksOf } from './archive-source.ts';
import { ArtifactError } from './artifact-error.ts';
import { EntryGuard } from './entry-guard.ts';
import { gunzipArchive } from './gunzip-archive.ts';
import { readTar } from './read-tar.ts';
import { blockBytes, isTarHeader } from './tar-header.ts';

/** A zip has its directory at its end: one that comes as a stream is held in memory, up to this size. */
const maxZipBytes = 2 * 1024 ** 3;

/**
 * The entries of a tar, tar.gz or zip archive, whichever its first bytes say it is. Throws `ArtifactError`, at the
 * latest after the last entry, if the archive is damaged, over its limits, or has an entry that is not allowed; and
 * whatever `source` throws.
 */
export async function* openArchive(source: ArchiveSource, limits: ArchiveLimits): AsyncGenerator<ArchiveEntry> {
  const reader = new ByteReader(chunksOf(source));
  const guard = new EntryGuard(limits);
  try {
    const start = await reader.read(blockBytes);
    reader.unread(start);
    if (start[0] === 0x1f && start[1] === 0x8b) yield* readTar(await gunzipToTar(reader, limits), guard);
    else if (isZip(start)) {
      // Most archives are tar.gz: they do not wait for the library that reads zip.
      const { readZip } = await import('./read-zip.ts');
      // A file is read at the positions that its directory gives; only a stream has to be held whole.
      yield* readZip(typeof source === 'string' ? source : await readAll(reader, maxZipBytes), guard, limits);
    } else if (isTarHeader(start)) yield* readTar(reader, guard);
    else throw new ArtifactError(`The archive is neither tar, tar.gz nor zip: it begins with ${describe(start)}.`);
  } finally {
    await reader.close();
  }
}

async function gunzipToTar(packed: ByteReader, limits: ArchiveLimits): Promise<ByteReader> {
  const reader = new ByteReader(gunzipArchive(restOf(packed), limits));
  const start = await reader.read(blockBytes);
  reader.unread(start);
  // A tar without entries begins with its end mark.
  if (!isTarHeader(start) && start.some((byte) => byte !== 0))
    throw new ArtifactError(`The archive is gzip, but what is in it is no tar: it begins with ${describe(start)}.`);
  return reader;
}

async function* restOf(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await reader.readSome(64 * 1024);
    if (chunk.length === 0) return;
    yield chunk;
  }
}

async function readAll(reader: ByteReader, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of restOf(reader)) {
    size += chunk.length;
    if (size > maxBytes) throw new ArtifactError(`The zip archive is larger than ${maxBytes} bytes: use tar.gz.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isZip = (start: Buffer) => ['PK\x03\x04', 'PK\x05\x06'].includes(start.toString('latin1', 0, 4));

const describe = (start: Buffer) =>
  start.length === 0 ? 'nothing, it is empty' : `hex ${start.toString('hex', 0, 8)}`;
