import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../../src/serving/container/python/with-lock.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const never = new AbortController().signal;
const lockPath = () => join(modelDirectory({}), 'x.lock');

describe('withLock()', () => {
  it('lets one in at a time', async () => {
    const path = lockPath();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await delay(30);
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(path, never, work)));
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it('is free again after a failure', async () => {
    const path = lockPath();
    await expect(withLock(path, never, () => Promise.reject(new Error('pip failed')))).rejects.toThrow('pip failed');
    expect(await withLock(path, never, () => Promise.resolve(1))).toBe(1);
  });

  it('is taken over from a holder that gave no sign of life for half a minute', async () => {
    const path = lockPath();
    writeFileSync(path, 'someone');
    const old = Date.now() / 1000 - 31;
    utimesSync(path, old, old);
    expect(await withLock(path, never, () => Promise.resolve(1))).toBe(1);
  });

  it('waits for a holder that lives, until it is asked to stop', async () => {
    const path = lockPath();
    writeFileSync(path, 'someone');
    await expect(withLock(path, AbortSignal.timeout(300), () => Promise.resolve(1))).rejects.toThrow(
      /start was given up/,
    );
    expect(existsSync(path)).toBe(true);
  });
});
