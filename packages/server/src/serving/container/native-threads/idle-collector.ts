import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A thread that has as much garbage keeps it, however long it is idle, if nobody asks the engine to collect it. */
const worthwhileBytes = 32 * 1024 ** 2;
/** So much is collected before the next task, unless as much is in use for good: then it takes as long as a task. */
const urgentBytes = 128 * 1024 ** 2;
/** Idle for so long, more work is not expected at once, milliseconds. */
const quietMs = 500;

/**
 * Gives memory back to the system when a thread is idle after large work, or at once after very large work. The engine collects garbage when something new is
 * allocated; above all, it does not count on buffers that lie outside of its heap, 200 MB after some requests of 6 MB.
 */
export class IdleCollector {
  readonly #collect: () => void;
  readonly #usedBytes: () => number;
  #timer: NodeJS.Timeout | undefined;
  /** What is in use for good: the least that was seen after a task. */
  #restingBytes: number;

  constructor(collect = collectGarbage, used = usedBytes) {
    this.#collect = collect;
    this.#usedBytes = used;
    this.#restingBytes = used();
  }

  begin(): void {
    clearTimeout(this.#timer);
  }

  /** After a task, before the next one may begin. */
  end(): void {
    clearTimeout(this.#timer);
    const used = this.#usedBytes();
    this.#restingBytes = Math.min(this.#restingBytes, used);
    const garbage = used - this.#restingBytes;
    if (garbage > Math.max(urgentBytes, this.#restingBytes)) this.#collectNow();
    else if (garbage >= worthwhileBytes) this.#timer = setTimeout(() => this.#collectNow(), quietMs).unref();
  }

  #collectNow(): void {
    this.#collect();
    this.#restingBytes = this.#usedBytes();
  }
}

function usedBytes(): number {
  const { used_heap_size: heap, external_memory: outside } = getHeapStatistics();
  return heap + outside;
}

let exposed: ((options: object) => void) | undefined;

/** Collects all that can be collected, in this thread, at once. */
export function collectGarbage(): void {
  exposed ??= exposeCollect();
  exposed({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** The engine's function: contexts that are made after the flag was set have it. */
function exposeCollect(): (options: object) => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as (options: object) => void;
}
