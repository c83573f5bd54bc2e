import type { HeapInfo } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import { endThread } from '../../../util/end-thread.ts';
import { startThread } from '../../../util/start-thread.ts';
import { fromCrossing } from './crossing-error.ts';
import { ThreadEnded } from './thread-ended.ts';
import type { ThreadAnswer, ThreadJob, ThreadNews, ThreadOrder, ThreadTask } from './thread-job.ts';

/** Memory for what is new, as in the threads of batch jobs: the default keeps more, and is no faster. */
const youngMegabytes = 12;

/** How often memory is checked during a task, milliseconds. */
const memoryCheckMs = 100;
/** Share of the engine's own hard limit on objects: if that is reached within a native call, the whole process ends. */
const safeShare = 0.75;
/** Memory of a model for a byte of its files, while it is being loaded. */
const loadedShare = 8;
const megabyte = 1024 ** 2;

/** How much memory a thread may use, megabytes. */
export interface ThreadMemory {
  /** For objects, in all. */
  readonly maxHeapMegabytes: number;
  /** For one request, or for a load besides some times what its files have: objects and buffers, besides what is loaded. */
  readonly maxRequestMegabytes: number;
}

/** How a task is done. */
export interface TaskTerms {
  /** Of its job: buffers that the thread gets, instead of copies. */
  readonly transfer: readonly ArrayBuffer[];
  /** Of the models that it has to load for it. */
  readonly loadBytes: number;
  /** Told several times a second what a request uses besides what is loaded, bytes. */
  readonly onUse?: (bytes: number) => void;
}

/** One thread that does one task after the other. It starts to load its code at once. */
export class NativeThread {
  /** Bytes of the models that it has loaded, by id, the one used last at the end. */
  readonly models = new Map<number, number>();
  readonly #worker: Worker;
  readonly #onEnd: (thread: NativeThread) => void;
  readonly #memory: ThreadMemory;
  #task: (PromiseWithResolvers<unknown> & { readonly id: number }) | undefined;
  #nextId = 0;
  /** Its memory when it was last idle: models, code and garbage. */
  #restingBytes = 0;
  /** Of the model that it loads, once its files have been read. */
  #openedBytes: number | undefined;
  #end: ThreadEnded | undefined;

  constructor(memory: ThreadMemory, onEnd: (thread: NativeThread) => void) {
    this.#onEnd = onEnd;
    this.#memory = memory;
    const file = new URL(`./native-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
    const resourceLimits = {
      maxYoungGenerationSizeMb: youngMegabytes,
      maxOldGenerationSizeMb: memory.maxHeapMegabytes,
    };
    this.#worker = startThread(file, resourceLimits);
    this.#worker.unref();
    this.#worker.on('message', (message: ThreadAnswer | ThreadNews) => {
      if ('openedBytes' in message) this.#openedBytes = message.openedBytes;
      else this.#take(message);
    });
    this.#worker.on('error', (error) => this.#stop(this.#describe(error as NodeJS.ErrnoException)));
    this.#worker.on('exit', () => this.#stop(new ThreadEnded('ended', 'The thread has ended.')));
  }

  get isIdle(): boolean {
    return this.#task === undefined && this.#end === undefined;
  }

  get loadedBytes(): number {
    let sum = 0;
    for (const bytes of this.models.values()) sum += bytes;
    return sum;
  }

  /** Only while it is idle. Rejects with the task's error, or `ThreadEnded`. */
  async run(job: ThreadJob, terms: TaskTerms): Promise<unknown> {
    const task = { ...Promise.withResolvers<unknown>(), id: this.#nextId++ };
    this.#task = task;
    this.#openedBytes = undefined;
    this.#worker.ref();
    this.#worker.postMessage({ id: task.id, job } satisfies ThreadTask, terms.transfer);
    const check = this.#memoryCheck(job, terms);
    const since = performance.now();
    const watch = setInterval(check, memoryCheckMs);
    try {
      return await task.promise;
    } finally {
      clearInterval(watch);
      // It may have loaded something.
      if (performance.now() - since > memoryCheckMs) check();
    }
  }

  /** Ends the thread when its task takes too much memory, before the engine would end the process. */
  #memoryCheck(job: ThreadJob, terms: TaskTerms): () => void {
    const { maxHeapMegabytes } = this.#memory;
    const loadBytes = terms.loadBytes * loadedShare;
    const task = this.#task;
    let isAsked = false;
    const check = ({ used_heap_size: heap, external_memory: outside }: HeapInfo) => {
      isAsked = false;
      if (this.#task !== task) this.#restingBytes = heap + outside;
      else if (heap > maxHeapMegabytes * safeShare * megabyte) void this.end(outOfMemory(maxHeapMegabytes * safeShare));
      else {
        const most = this.#mostBytes(job, loadBytes);
        const used = heap + outside - this.#restingBytes;
        if (used > most) void this.end(outOfMemory((most - loadBytes) / megabyte));
        else terms.onUse?.(used - loadBytes);
      }
    };
    return () => {
      if (isAsked) return;
      isAsked = true;
      this.#worker.getHeapStatistics().then(check, () => {
        // It has ended, or does not run yet.
        isAsked = false;
      });
    };
  }

  /** What a task may take besides what the thread had. A load is bounded as soon as it is known how large its files are. */
  #mostBytes({ kind }: ThreadJob, loadBytes: number): number {
    const forRequest = this.#memory.maxRequestMegabytes * megabyte;
    if (kind === 'invoke') return loadBytes + forRequest;
    if ((kind === 'load' || kind === 'find-host') && this.#openedBytes !== undefined)
      return this.#openedBytes * loadedShare + forRequest;
    return Infinity;
  }

  /** Releases a model. */
  forget(id: number): void {
    if (this.models.delete(id)) this.#worker.postMessage({ forget: id } satisfies ThreadOrder);
  }

  /** Ends it, or no longer waits for that (`endThread`): its task rejects with `error`. */
  async end(error = new ThreadEnded('ended', 'The thread was ended.')): Promise<void> {
    this.#stop(error);
    await endThread(this.#worker);
  }

  #take(message: ThreadAnswer): void {
    const task = this.#task;
    if (task === undefined || task.id !== message.id) return;
    this.#task = undefined;
    this.#worker.unref();
    if ('result' in message) task.resolve(message.result);
    else task.reject(fromCrossing(message.error));
  }

  #describe(error: NodeJS.ErrnoException): ThreadEnded {
    return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? outOfMemory(this.#memory.maxHeapMegabytes)
      : new ThreadEnded('failed', `The thread has failed: ${error.message}`, { cause: error });
  }

  #stop(error: ThreadEnded): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.models.clear();
    const task = this.#task;
    this.#task = undefined;
    this.#onEnd(this);
    task?.reject(error);
  }
}

const outOfMemory = (megabytes: number) =>
  new ThreadEnded('memory', `it needs more than the ${Math.round(megabytes)} MB of memory that it may use`);
