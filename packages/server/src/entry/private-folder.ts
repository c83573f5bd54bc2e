import { access, chmod, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../platform/observe/logger.ts';
import { makeFolder } from '../util/make-folder.ts';

/**
 * Makes a folder that only its owner can read, or closes an existing one to others: it has keys, the database and
 * requests' data. The files directly in it are closed too, so that they stay so when they are moved. Throws the system's
 * error if this process may not write there.
 */
export async function openPrivateFolder(folder: string, log: Pick<Logger, 'warn'>): Promise<void> {
  await makeFolder(folder, 0o700);
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  await close(folder, 0o700, log);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isFile()) await close(join(folder, entry.name), 0o600, log);
}

async function close(path: string, mode: number, log: Pick<Logger, 'warn'>): Promise<void> {
  try {
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone meanwhile, or another user's, as volumes of containers are: that user decides.
    if (code !== 'ENOENT') log.warn({ path, code }, 'others may be able to read this, and it cannot be changed');
  }
}
