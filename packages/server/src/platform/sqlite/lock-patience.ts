import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseLocked } from './is-database-locked.ts';

/** How long a write waits for another process to be done with the file, milliseconds. */
const patienceMs = 3_000;
const betweenTriesMs = 20;
/** After so long without a try that found the file locked, it counts as locked anew. */
const forgetMs = 1_000;

/**
 * Waits for a database file that another process writes to, without holding up the event loop as SQLite's own
 * `busy_timeout` does. A caller that comes when it has been locked for longer than that fails at once: no queue builds
 * up behind a file that stays locked.
 */
export class LockPatience {
  #lockedSince = 0;
  #lastFound = Number.NEGATIVE_INFINITY;

  /** Runs statements that change nothing if the file is locked, again and again until it is not. */
  async run<T>(work: () => T): Promise<T> {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!(await this.waitAfter(error))) throw error;
      }
    }
  }

  /** Whether what failed so is to be tried again, now. */
  async waitAfter(error: unknown): Promise<boolean> {
    if (!isDatabaseLocked(error)) return false;
    const now = performance.now();
    if (now - this.#lastFound > forgetMs) this.#lockedSince = now;
    this.#lastFound = now;
    if (now - this.#lockedSince > patienceMs) return false;
    await sleep(betweenTriesMs);
    return true;
  }
}
