import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import type { ArchiveEntry } from './archive-entry.ts';
import { type ArchiveLimits, checkExpansion } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';
import { type EntryGuard, type EntryType, quote } from './entry-guard.ts';

/** The entries of a zip archive, one by one. Names come raw: `guard` judges them, not the library. */
export async function* readZip(
  source: string | Buffer,
  guard: EntryGuard,
  limits: ArchiveLimits,
): AsyncGenerator<ArchiveEntry> {
  let unpacked = 0;
  let zip: ZipFile | undefined;
  try {
    zip = await openZip(source);
    if (zip.entryCount > limits.maxEntries)
      throw new ArtifactError(`The archive has more than ${limits.maxEntries} entries.`);
    for await (const entry of zip.eachEntry()) {
      const rawName = entry.fileName as unknown as Buffer;
      const type = typeOf(entry, rawName);
      const path = guard.admit(rawName, type, entry.uncompressedSize);
      unpacked += entry.uncompressedSize;
      checkExpansion(zip.fileSize, unpacked, limits);
      const isExecutable = ((entry.externalFileAttributes >>> 16) & 0o100) !== 0;
      const body = readEntry(zip, entry, rawName);
      if (path !== '') yield { path, type, isExecutable, size: entry.uncompressedSize, body };
    }
  } catch (error) {
    throw damaged(error);
  } finally {
    zip?.close();
  }
}

/** A file is read at the positions that the archive's directory gives, and stays open until `close`. */
function openZip(source: string | Buffer): Promise<ZipFile> {
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
  return typeof source === 'string' ? openPromise(source, options) : fromBufferPromise(source, options);
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
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    throw damaged(error);
  }
  if (crc !== entry.crc32)
    throw new ArtifactError(`The zip archive is damaged: the checksum of ${quote(rawName.toString())} is wrong.`);
}

/** Errors of the library and of zlib are the archive's fault; errors of the system are not. */
function damaged(error: unknown): unknown {
  const isOfSystem = (error as NodeJS.ErrnoException).syscall !== undefined;
  return isOfSystem || error instanceof ArtifactError
    ? error
    : new ArtifactError(`The zip archive is damaged: ${(error as Error).message}.`);
}
