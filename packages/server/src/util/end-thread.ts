import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** How long a thread has to end, milliseconds: it ends at once unless it is within one long call of the engine. */
const endMs = 2_000;

/**
 * Ends a thread. False if it has not ended in time: no thread can be ended within one call of the engine, such as `JSON.parse` of
 * a large text, and the caller should not wait for that.
 */
export async function endThread(worker: Worker): Promise<boolean> {
  const waiting = new AbortController();
  const ended = worker.terminate().then(() => true);
  const late = delay(endMs, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([ended, late]);
  } finally {
    waiting.abort();
  }
}
