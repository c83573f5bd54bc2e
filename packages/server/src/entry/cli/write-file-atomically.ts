import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeError } from './write-error.ts';

/**
 * Writes a file so that it appears whole or not at all. What is there already and no file, such as a pipe or the link
 * `/dev/stdout`, is written to and stays what it is; `-` is the standard output.
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  if (path === '-') {
    process.stdout.write(bytes);
    return;
  }
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    if (await isOtherThanFile(path)) return await writeFile(path, bytes);
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(path, error);
  }
}

async function isOtherThanFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
