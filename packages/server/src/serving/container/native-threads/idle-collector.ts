import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** An idle thread with this much garbage keeps it until the engine is asked to collect it. */
const worthwhileBytes = 32 * 1024 ** 2;
/**
 * More than this is collected before the next task, unless at least as much stays in use: collecting would then take as
 * long as a task.
 */
const urgentBytes = 64 * 1024 ** 2;
/** A thread that has been idle for this long is not expected to get a task at once, milliseconds. */
const quietMs = 500;

/**
 * Gives memory back to the system when a thread is idle after large work, or at once after very large work. The engine
 * collects garbage only when something new is allocated, and does not count the buffers outside its heap: 200 MB after
 * some requests of 6 MB.
 */
export class IdleCollector {
  readonly #collect: () => void;
  readonly #usedBytes: () => number;
  #timer: NodeJS.Timeout | undefined;
  /** What stays in use: the least that was seen after a task. */
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
