import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A holder shows that it lives by touching the file; one that has not for this long is gone, milliseconds. */
const staleMs = 30_000;
const touchMs = 5_000;
const retryMs = 200;

/**
 * Runs `work` while no other process does so for the same lock file. Signs of life are times, not process ids, so that
 * servers in different containers can share a directory. One that was suspended may have been taken for gone: `isHeld`
 * says whether the work still has the lock.
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal,
  work: (isHeld: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const token = randomUUID();
  const isHeld = async () => (await readFile(path, 'utf8').catch(() => '')) === token;
  while (!(await take(path, token))) {
    await removeIfStale(path, token);
    await delay(retryMs, undefined, { signal }).catch((error: Error) => {
      throw new Error('another start is still making the same environment: the start was given up', { cause: error });
    });
  }
  const timer = setInterval(() => void touch(path), touchMs);
  try {
    return await work(isHeld);
  } finally {
    clearInterval(timer);
    if (await isHeld()) await rm(path, { force: true });
  }
}

async function take(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(token);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Renames the file before it is removed: of several processes that find it stale, only one succeeds. */
async function removeIfStale(path: string, token: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || Date.now() - found.mtimeMs < staleMs) return;
  const aside = `${path}.${token}`;
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { force: true });
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
