import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { ArchiveEntry } from './archive-entry.ts';
import { type ArchiveLimits, checkExpansion } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';
import { type EntryGuard, type EntryType, quote } from './entry-guard.ts';

/** The entries of a zip archive, one by one. Names come raw: `guard` judges them, not the library. */
export async function* readZip(bytes: Buffer, guard: EntryGuard, limits: ArchiveLimits): AsyncGenerator<ArchiveEntry> {
  let unpacked = 0;
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    if (zip.entryCount > limits.maxEntries)
      throw new ArtifactError(`The archive has more than ${limits.maxEntries} entries.`);
    for await (const entry of zip.eachEntry()) {
      const rawName = entry.fileName as unknown as Buffer;
      const type = typeOf(entry, rawName);
      const path = guard.admit(rawName, type, entry.uncompressedSize);
      unpacked += entry.uncompressedSize;
      checkExpansion(bytes.length, unpacked, limits);
      const isExecutable = (entry.externalFileAttributes >>> 16) % 0o1000 >= 0o100;
      const body = readEntry(zip, entry, rawName);
      if (path !== '') yield { path, type, isExecutable, size: entry.uncompressedSize, body };
    }
  } catch (error) {
    throw error instanceof ArtifactError
      ? error
      : new ArtifactError(`The zip archive is damaged: ${(error as Error).message}.`);
  }
}

function typeOf(entry: Entry, rawName: Buffer): EntryType {
  const refuse = (what: string) =>
    new ArtifactError(`The archive's entry ${quote(rawName.toString())} is refused: it is ${what}.`);
  if (entry.isEncrypted()) throw refuse('encrypted');
  // The upper half is the Unix mode where the archive was made on Unix, else 0.
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (kind === 0o120000) throw refuse('a symbolic link. Only files and directories are allowed');
  const isDirectory = rawName.at(-1) === 0x2f;
  if (kind !== 0 && kind !== (isDirectory ? 0o040000 : 0o100000)) throw refuse('neither a file nor a directory');
  return isDirectory ? 'directory' : 'file';
}

/** The library checks the size of what it unpacks; the checksum is checked here. */
async function* readEntry(zip: ZipFile, entry: Entry, rawName: Buffer): AsyncGenerator<Uint8Array> {
  let crc = 0;
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== entry.crc32)
    throw new ArtifactError(`The zip archive is damaged: the checksum of ${quote(rawName.toString())} is wrong.`);
}
