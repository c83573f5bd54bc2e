import { existsSync } from 'node:fs';
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The longest that one command may take to install something, milliseconds: a busy machine needs many times what an idle one does. */
export const installLimitMs = 1_100_000;

/** How often who installs says that it still does, and after which silence it is taken for dead, milliseconds. */
const beatMs = 2000;
const silenceMs = 120_000;

/**
 * Installs something into a folder once per machine, however many test files want it at once: one of them installs, the others
 * wait. Gives whether it is there; false where it cannot be installed. The files are made where they stay, since a virtual
 * environment has its own path in its scripts, and are marked when they are complete.
 */
export async function installOnce(directory: string, install: () => Promise<unknown>): Promise<boolean> {
  const complete = join(directory, 'complete');
  const lock = `${directory}.lock`;
  if (existsSync(complete)) return true;
  await mkdir(dirname(directory), { recursive: true });
  if (!(await takeLock(lock))) return waitFor(complete, lock);
  const beat = setInterval(() => void touch(lock), beatMs);
  try {
    if (existsSync(complete)) return true;
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory);
    await install();
    await mkdir(complete);
    return true;
  } catch {
    return false;
  } finally {
    clearInterval(beat);
    await rm(lock, { recursive: true, force: true });
  }
}

const touch = (path: string) => utimes(path, new Date(), new Date()).catch(() => undefined);

const takeLock = (path: string) =>
  mkdir(path).then(
    () => true,
    () => false,
  );

/** Until the holder of the lock is through, whether it could or not. */
async function waitFor(complete: string, lock: string): Promise<boolean> {
  while (existsSync(lock)) {
    const touched = await stat(lock).then(({ mtimeMs }) => mtimeMs, Date.now);
    // The holder of the lock was killed: the next run begins again.
    if (Date.now() - touched > silenceMs) await rm(lock, { recursive: true, force: true });
    else await new Promise((done) => setTimeout(done, 1000));
  }
  return existsSync(complete);
}
