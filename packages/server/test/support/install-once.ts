import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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
    await rm(lock, { recursive: true, force: true });
  }
}

const takeLock = (path: string) =>
  mkdir(path).then(
    () => true,
    () => false,
  );

/** Until the holder of the lock is through, whether it could or not. */
async function waitFor(complete: string, lock: string): Promise<boolean> {
  for (let waited = 0; existsSync(lock); waited++) {
    // The holder of the lock was killed: the next run begins again.
    if (waited === 250) await rm(lock, { recursive: true, force: true });
    else await new Promise((done) => setTimeout(done, 1000));
  }
  return existsSync(complete);
}
