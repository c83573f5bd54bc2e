import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { makeFolder } from '../../util/make-folder.ts';
import { isPacked } from './archive-name.ts';
import type { BackupLimits } from './backup-limits.ts';
import { BackupTally } from './backup-tally.ts';
import { BackupError } from './manifest.ts';

/**
 * Unpacks an archive into a folder that is there. Throws `BackupError` for what is none, leaves the folder, or is more than
 * there is room for.
 */
export async function unpackArchive(path: string, folder: string, limits: BackupLimits): Promise<void> {
  const tally = new BackupTally(limits);
  const entries = extract();
  const source = createReadStream(path);
  const read = isPacked(path) ? pipeline(source, createGunzip(), entries) : pipeline(source, entries);
  const unpack = async () => {
    for await (const entry of entries) {
      const { name, type, size } = entry.header;
      if (type !== 'file' || !isPlain(name)) throw new BackupError(`${path} is no backup: it has ${name}, a ${type}.`);
      tally.add(size ?? 0);
      await makeFolder(join(folder, name, '..'), 0o700);
      await pipeline(entry, createWriteStream(join(folder, name), { mode: 0o600, flags: 'wx' }));
    }
  };
  try {
    await Promise.all([read, unpack()]);
  } catch (error) {
    if (error instanceof BackupError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new BackupError(
      `${path} cannot be read as an archive: ${(error as Error).message}; name a folder, .tar or .tar.gz that catenary backup has made.`,
      { cause: error },
    );
  }
}

/** A path that stays below the folder. */
const isPlain = (name: string) =>
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !name.includes('\\');
