import { Worker } from 'node:worker_threads';
import type { ExecutionParameters } from '../../../container/execution-parameters.ts';
import { StartFailure } from '../../../container/launch-stages.ts';
import type { BlockPlan } from '../block-plan.ts';
import { ChainError } from '../chain-error.ts';
import { RecordFailure } from '../record-failure.ts';
import type { WorkerAnswer, WorkerChain, WorkerPlan, WorkerResult, WorkerStart, WorkerTask } from './chain-worker.ts';

/**
 * A thread's memory for what is new. Columns of finished blocks are released when it is full, so that much of it keeps
 * many of them: the default of 48 takes 60 MB more, and no less time.
 */
const youngMegabytes = 12;

/** A thread that loads the chain for itself as soon as it runs. Blocks that it is given before that wait for it. */
export class ChainThread {
  readonly #worker: Worker;
  readonly #start = Promise.withResolvers<ExecutionParameters | undefined>();
  readonly #waiting = new Map<number, PromiseWithResolvers<WorkerResult>>();
  #nextId = 0;
  /** Why there are no more answers. */
  #end: Error | undefined;

  constructor(chain: WorkerChain) {
    const file = new URL(`./chain-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
    const resourceLimits = { maxYoungGenerationSizeMb: youngMegabytes };
    this.#worker = new Worker(file, { workerData: chain, resourceLimits });
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

  async close(): Promise<void> {
    this.#stop(new Error('The thread of the chain was ended.'));
    await this.#worker.terminate();
  }

  #take(message: WorkerStart | WorkerAnswer): void {
    if ('wishes' in message) this.#start.resolve(message.wishes);
    else if ('startFailures' in message) this.#stop(new StartFailure(message.startFailures));
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
