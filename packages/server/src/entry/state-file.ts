import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { readPlainFile } from '../util/read-plain-file.ts';
import { OptionError } from './options/option-error.ts';

/** Far more than any of them has. */
const maxBytes = 64 * 1024;

/**
 * A small file of the data folder; undefined if it is not there. A link is followed, as secrets are often mounted as
 * links. Whatever is no plain file is refused: reading a FIFO would never end. Throws `OptionError`.
 */
export async function readStateFile(path: string): Promise<string | undefined> {
  try {
    return (await readPlainFile(path, maxBytes, 'followed')).toString();
  } catch (error) {
    const { message, cause } = error as Error;
    if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
    throw new OptionError(`${path} cannot be read: ${message}`);
  }
}

/** How a file takes its place: over one that is there, or not at all. Then it fails with EEXIST. */
export type Replacing = 'over another' | 'only new';

/** Writes a file that only its owner can read. It appears whole, and has reached the disk before it does. */
export async function writeStateFile(path: string, text: string, replacing: Replacing): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (replacing === 'over another' || !(await linkOnce(temporary, path))) await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** False where the file system has no hard links. */
async function linkOnce(from: string, path: string): Promise<boolean> {
  try {
    await link(from, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    return false;
  }
}
