import type { Worker } from 'node:worker_threads';
import type { ExecutionParameters } from '../../../container/execution-parameters.ts';
import { StartFailure } from '../../../container/launch-stages.ts';
import type { BlockPlan } from '../block-plan.ts';
import { ChainError } from '../chain-error.ts';
import { RecordFailure } from '../record-failure.ts';
import type {
  WorkerAnswer,
  WorkerChain,
  WorkerLoad,
  WorkerPlan,
  WorkerRest,
  WorkerResult,
  WorkerStart,
  WorkerTask,
} from './chain-worker.ts';
import type { WorkerSource } from './chain-workers.ts';

/** A thread that loads the chain for itself as soon as it runs. Blocks that it is given before that wait for it. */
export class ChainThread {
  readonly #workers: WorkerSource;
  readonly #worker: Worker;
  readonly #start = Promise.withResolvers<ExecutionParameters | undefined>();
  readonly #waiting = new Map<number, PromiseWithResolvers<WorkerResult>>();
  #nextId = 0;
  /** Why there are no more answers. */
  #end: Error | undefined;
  #isLoaded = false;
  #closing: Promise<unknown> | undefined;

  constructor(workers: WorkerSource, chain: WorkerChain) {
    this.#workers = workers;
    this.#worker = workers.take();
    this.#worker.postMessage({ chain } satisfies WorkerLoad);
    this.#start.promise.catch(() => undefined); // seen by who asks for it
    this.#worker.on('message', (message: WorkerStart | WorkerAnswer) => this.#take(message));
    this.#worker.on('error', (error) => this.#stop(error as Error));
    this.#worker.on('exit', () => this.#stop(new Error('A thread of the chain has ended.')));
  }

  /** What the chain's first container wishes for. Rejects with `StartFailure` if the chain cannot be loaded. */
  get wishes(): Promise<ExecutionParameters | undefined> {
    return this.#start.promise;
  }

  /** Blocks that it has been given and not answered. */
  get blockCount(): number {
    return this.#waiting.size;
  }

  /** Says how blocks are to be transformed, before the first of them. */
  prepare(plan: BlockPlan): void {
    this.#worker.postMessage({ plan } satisfies WorkerPlan);
  }

  /**
   * Hands a block over, with the memory that it lies in. Rejects with `RecordFailure`, `ChainError` or `StartFailure`.
   */
  run(task: Omit<WorkerTask, 'id'>): Promise<WorkerResult> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = this.#nextId++;
    const answer = Promise.withResolvers<WorkerResult>();
    this.#waiting.set(id, answer);
    this.#worker.postMessage({ ...task, id } satisfies WorkerTask, [task.block.buffer as ArrayBuffer]);
    return answer.promise;
  }

  /** The thread waits for the next job, if it has nothing left to do; otherwise it ends. */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    const isIdle = this.#isLoaded && this.#end === undefined && this.#waiting.size === 0;
    this.#stop(new Error('The thread of the chain was ended.'));
    if (!isIdle) {
      await this.#worker.terminate();
      return;
    }
    this.#worker.postMessage({ rest: true } satisfies WorkerRest);
    await this.#workers.giveBack(this.#worker);
  }

  #take(message: WorkerStart | WorkerAnswer): void {
    if ('wishes' in message) {
      this.#isLoaded = true;
      this.#start.resolve(message.wishes);
    } else if ('startFailures' in message) this.#stop(new StartFailure(message.startFailures));
    else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('result' in message) waiting?.resolve(message.result);
      else if ('failure' in message) waiting?.reject(new RecordFailure(message.failure.record, message.failure.detail));
      else waiting?.reject('chainError' in message ? new ChainError(message.chainError) : message.error);
    }
  }

  #stop(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#start.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
