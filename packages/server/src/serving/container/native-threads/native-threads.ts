import { ServiceError } from '../../../contract/service-error.ts';
import type { NativeStageDefinition } from '../in-process/native-stage-definition.ts';
import type { ThreadModel } from '../in-process/thread-model.ts';
import type { ContainerRequest } from '../payload.ts';
import { abortedError, StageUnreachable } from '../stage-unreachable.ts';
import { findPlace } from './find-place.ts';
import { NativeThread, type ThreadMemory } from './native-thread.ts';
import { SharedMemory } from './shared-memory.ts';
import { ThreadEnded } from './thread-ended.ts';
import type { InvokeResult, LoadResult, ThreadJob } from './thread-job.ts';
import { type ThreadTicket, TicketQueue } from './ticket-queue.ts';

export interface NativeThreadsOptions extends ThreadMemory {
  /** Most threads at once. */
  readonly count: number;
  /** Requests that may be under way and waiting, and the bytes of their bodies; half of both for one chain. */
  readonly maxRequests: number;
  readonly maxRequestBytes: number;
  /** Longest time of one request, waiting and answering, milliseconds. */
  readonly timeoutMs: number;
  /** Memory that each request has whatever others need; and what several that need more share in all. */
  readonly ownRequestMegabytes: number;
  readonly sharedRequestMegabytes: number;
  /** A thread that was idle for this long is ended, and its models are released, milliseconds. */
  readonly idleMs: number;
}

/** A model that a thread has loaded, and what it reported of it. */
export type LoadedInThread = Omit<LoadResult, 'bytes'> & { readonly model: ThreadModel };

const megabyte = 1024 ** 2;

/** Bytes of models that a thread keeps loaded beside those that are loaded nowhere else. */
const maxCopiedBytes = 256 * 1024 ** 2;

/**
 * Threads that answer requests which would block the event loop: each loads the models that its requests need, and does
 * one task at a time. They are started when they are first needed. One that takes too long, or has no memory left, is
 * ended, and another one takes its place.
 */
export class NativeThreads {
  readonly #options: NativeThreadsOptions;
  readonly #threads = new Set<NativeThread>();
  readonly #queue: TicketQueue;
  readonly #memory: SharedMemory<ThreadTicket>;
  readonly #idle = new Map<NativeThread, NodeJS.Timeout>();
  /** Models that only threads serve: each stays loaded in one. */
  readonly #kept = new Set<number>();
  /** Threads that are loading a model to keep: at least one other is left for requests. */
  #loading = 0;
  #nextModel = 0;
  #nextTicket = 0;
  #isClosed = false;

  constructor(options: NativeThreadsOptions) {
    this.#options = options;
    this.#queue = new TicketQueue(options);
    this.#memory = new SharedMemory({
      ownBytes: options.ownRequestMegabytes * megabyte,
      sharedBytes: options.sharedRequestMegabytes * megabyte,
    });
  }

  /** Makes a container known to the threads, until it is forgotten. */
  adopt(definition: NativeStageDefinition, bytes: number): ThreadModel {
    return { id: this.#nextModel++, definition, bytes };
  }

  /** The same model for another chain, whose requests have turns and limits of their own. */
  anotherUser(model: ThreadModel): ThreadModel {
    return { ...model, user: this.#nextModel++ };
  }

  /** Loads a model in a thread, to be served from there. Rejects with what is wrong with it. */
  async load(definition: NativeStageDefinition, signal: AbortSignal): Promise<LoadedInThread> {
    const model = this.adopt(definition, 0);
    this.#kept.add(model.id);
    try {
      const job: ThreadJob = { kind: 'load', model: { id: model.id, definition } };
      const { bytes, ...facts } = (await this.#run({ job, models: [model], signal })) as LoadResult;
      for (const { models } of this.#threads) if (models.has(model.id)) models.set(model.id, bytes);
      return { model: { ...model, bytes }, ...facts };
    } catch (error) {
      this.forget(model);
      throw error instanceof ThreadEnded ? new Error(`The model could not be loaded: ${error.message}.`) : error;
    }
  }

  /**
   * Answers as these neighbours do in this thread. Rejects with ServiceUnavailable if too much is waiting,
   * `StageUnreachable` if the time is up or the caller has left, and `ThreadEnded`.
   */
  async invoke(models: readonly ThreadModel[], request: ContainerRequest, signal?: AbortSignal): Promise<InvokeResult> {
    const { ledger, ...sent } = request;
    const asked = models.map(({ id, definition }) => ({ id, definition }));
    const job: ThreadJob = {
      kind: 'invoke',
      models: asked,
      request: sent,
      hasLedger: ledger !== undefined,
    };
    return (await this.#run({ job, models, signal, bytes: request.body.length })) as InvokeResult;
  }

  /** Another task that would block this thread: the limits of requests do not count it. */
  do(job: ThreadJob, signal?: AbortSignal): Promise<unknown> {
    return this.#run({ job, models: [], signal });
  }

  /** Releases a model wherever it is loaded. */
  forget(model: ThreadModel): void {
    this.#kept.delete(model.id);
    for (const thread of this.#threads) thread.forget(model.id);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue.rejectAll(new ServiceError('ServiceUnavailable', 'The server is being stopped.'));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #run(asked: Pick<ThreadTicket, 'job' | 'models' | 'signal'> & { readonly bytes?: number }): Promise<unknown> {
    const { signal } = asked;
    if (signal?.aborted === true) return Promise.reject(abortedError(signal));
    if (this.#isClosed) return Promise.reject(new ServiceError('ServiceUnavailable', 'The server is being stopped.'));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const ticket: ThreadTicket = { bytes: 0, ...asked, order: this.#nextTicket++, resolve, reject };
    this.#queue.add(ticket);
    this.#limit(ticket);
    const onAbort = () => this.#giveUp(ticket, abortedError(signal as AbortSignal));
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#startNext();
    return promise.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  /** A request has its time limit even if its caller has left. */
  #limit(ticket: ThreadTicket): void {
    const { timeoutMs } = this.#options;
    if (ticket.job.kind !== 'invoke' || timeoutMs === Infinity) return;
    const error = new StageUnreachable('timeout', 'the time for an answer is up');
    ticket.timer = setTimeout(() => this.#giveUp(ticket, error), timeoutMs);
  }

  #giveUp(ticket: ThreadTicket, error: StageUnreachable): void {
    ticket.isOver = true;
    ticket.reject(error);
    if (this.#queue.remove(ticket)) {
      clearTimeout(ticket.timer);
      return;
    }
    // A caller that leaves does not end a thread: other callers would have to load their models again.
    if (error.reason === 'timeout' || ticket.job.kind !== 'invoke') void ticket.thread?.end();
  }

  /** Gives tasks to threads as long as there are both. */
  #startNext(): void {
    for (const ticket of this.#queue.inTurn()) {
      if (ticket.needsRoom === true && !this.#memory.hasRoomFor(ticket)) continue;
      const thread = this.#threadFor(ticket);
      if (thread !== undefined) void this.#perform(ticket, thread);
    }
  }

  #threadFor({ job, models }: ThreadTicket): NativeThread | undefined {
    if (job.kind === 'load' && this.#loading >= Math.max(1, this.#options.count - 1)) return undefined;
    const place = findPlace(models, this.#threads, this.#options.count);
    if (place !== 'new') return place;
    const thread = new NativeThread(this.#options, (ended) => {
      this.#threads.delete(ended);
      this.#stayAwake(ended);
    });
    this.#threads.add(thread);
    return thread;
  }

  async #perform(ticket: ThreadTicket, thread: NativeThread): Promise<void> {
    const isLoad = ticket.job.kind === 'load';
    if (isLoad) this.#loading++;
    this.#queue.begin(ticket, thread);
    this.#stayAwake(thread);
    try {
      ticket.resolve(await this.#do(ticket, thread));
      this.#settle(ticket);
    } catch (error) {
      if (this.#waitsAgain(ticket, error)) this.#queue.putBack(ticket);
      else {
        ticket.reject(error);
        if (isLoad) this.#letGo(ticket, thread);
        this.#settle(ticket);
      }
    } finally {
      if (isLoad) this.#loading--;
      this.#memory.release(ticket);
      if (this.#threads.has(thread)) this.#dozeOff(thread);
      this.#startNext();
    }
  }

  #do(ticket: ThreadTicket, thread: NativeThread): Promise<unknown> {
    const missing = ticket.models.filter(({ id }) => !thread.models.has(id));
    const loadBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#makeRoom(ticket, thread);
    const { job, transfer } = toSend(ticket.job);
    if (job.kind !== 'invoke') return thread.run(job, { transfer, loadBytes });
    return thread.run(job, { transfer, loadBytes, onUse: (bytes) => this.#noteUse(ticket, bytes) });
  }

  /** Stops a request that needs memory which others have, as nothing else gives it back. */
  #noteUse(ticket: ThreadTicket, bytes: number): void {
    const next = this.#memory.note(ticket, bytes);
    if (next === undefined) return;
    next.needsRoom = true;
    this.#memory.release(next);
    void next.thread?.end();
  }

  /** Whether a request that was stopped for others' sake is still wanted: it is answered when they have their answers. */
  #waitsAgain(ticket: ThreadTicket, error: unknown): boolean {
    const isStopped = ticket.needsRoom === true && error instanceof ThreadEnded && error.reason === 'ended';
    return isStopped && ticket.isOver !== true && !this.#isClosed;
  }

  #settle(ticket: ThreadTicket): void {
    clearTimeout(ticket.timer);
    this.#queue.end(ticket);
  }

  /** The memory of a model that failed to load is released at once, with its thread, if that has nothing else. */
  #letGo({ models }: ThreadTicket, thread: NativeThread): void {
    for (const { id } of models) thread.forget(id);
    if (thread.models.size === 0) void thread.end();
  }

  /** Notes what will be loaded, and releases the least recently used copies if there are too many. */
  #makeRoom({ models }: ThreadTicket, thread: NativeThread): void {
    for (const { id, bytes } of models) {
      thread.models.delete(id);
      thread.models.set(id, bytes);
    }
    const asked = new Set(models.map(({ id }) => id));
    let copied = 0;
    for (const [id, bytes] of [...thread.models].reverse()) {
      if (asked.has(id) || this.#isOnlyHere(id, thread)) continue;
      copied += bytes;
      if (copied > maxCopiedBytes) thread.forget(id);
    }
  }

  /** Whether no other thread has this model loaded. */
  #isOnlyHere(id: number, thread: NativeThread): boolean {
    return this.#kept.has(id) && ![...this.#threads].some((other) => other !== thread && other.models.has(id));
  }

  #stayAwake(thread: NativeThread): void {
    clearTimeout(this.#idle.get(thread));
    this.#idle.delete(thread);
  }

  /** Models that were loaded for a few requests are released when no more come. */
  #dozeOff(thread: NativeThread): void {
    const doze = () => {
      this.#idle.delete(thread);
      for (const id of thread.models.keys()) if (!this.#isOnlyHere(id, thread)) thread.forget(id);
      if (thread.models.size === 0) void thread.end();
    };
    this.#idle.set(thread, setTimeout(doze, this.#options.idleMs).unref());
  }
}

/** A request's body is copied each time that it is sent: the thread gets that, and the request may have to be sent again. */
function toSend(job: ThreadJob): { readonly job: ThreadJob; readonly transfer: readonly ArrayBuffer[] } {
  if (job.kind !== 'invoke') return { job, transfer: [] };
  const body = new Uint8Array(job.request.body);
  return { job: { ...job, request: { ...job.request, body } }, transfer: [body.buffer] };
}
