import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { makeFolder } from '../../util/make-folder.ts';
import { isPacked } from './archive-name.ts';
import { BackupError } from './manifest.ts';

/** Unpacks an archive into a folder that is there. Throws `BackupError` for what is none, or leaves the folder. */
export async function unpackArchive(path: string, folder: string): Promise<void> {
  const entries = extract();
  const source = createReadStream(path);
  const read = isPacked(path) ? pipeline(source, createGunzip(), entries) : pipeline(source, entries);
  const unpack = async () => {
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if (type !== 'file' || !isPlain(name)) throw new BackupError(`${path} is no backup: it has ${name}, a ${type}.`);
      await makeFolder(join(folder, name, '..'), 0o700);
      await pipeline(entry, createWriteStream(join(folder, name), { mode: 0o600, flags: 'wx' }));
    }
  };
  try {
    await Promise.all([read, unpack()]);
  } catch (error) {
    if (error instanceof BackupError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new BackupError(`${path} cannot be read as an archive: ${(error as Error).message}.`, { cause: error });
  }
}

/** A path that stays below the folder. */
const isPlain = (name: string) =>
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !name.includes('\\');
