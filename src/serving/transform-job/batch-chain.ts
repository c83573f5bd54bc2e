import { InProcessStage } from '../container/in-process/in-process-stage.ts';
import type { ContainerAnswer, Payload } from '../container/payload.ts';
import type { Stage } from '../container/stage.ts';
import { InferencePipeline, type InferencePipelineOptions } from '../pipeline/inference-pipeline.ts';
import { StageFailure } from '../pipeline/stage-failure.ts';
import { recordsOf } from './lines.ts';
import type { Slots } from './slots.ts';
import { RecordFailure } from './transform-block.ts';

export interface BatchChainOptions {
  readonly pipeline: InferencePipelineOptions;
  readonly timeoutMs: number;
  /** Attempts after the first one; a 4xx is final. */
  readonly maxRetries: number;
  /** Requests to containers outside this process under way at once. */
  readonly slots: Slots;
  readonly signal: AbortSignal;
}

/**
 * The chain as batch transform drives it: retries, time limits, and single records run as blocks through the native
 * containers at the head of the chain, wherever that gives the same answers.
 */
export class BatchChain {
  readonly #whole: InferencePipeline;
  /** The native containers at the head, and what follows them; undefined if the head is not native or there is no rest. */
  readonly #head: InferencePipeline | undefined;
  readonly #rest: InferencePipeline | undefined;
  readonly #options: BatchChainOptions;

  constructor(stages: readonly Stage[], options: BatchChainOptions) {
    this.#options = options;
    this.#whole = new InferencePipeline(stages, options.pipeline);
    const nativeCount = stages.findIndex((stage) => !(stage instanceof InProcessStage));
    const headCount = nativeCount < 0 ? stages.length : nativeCount;
    this.#head = headCount === 0 ? undefined : new InferencePipeline(stages.slice(0, headCount), options.pipeline);
    this.#rest =
      headCount === stages.length ? undefined : new InferencePipeline(stages.slice(headCount), options.pipeline);
  }

  /** One request through the whole chain. */
  invoke(request: Payload): Promise<ContainerAnswer> {
    return this.#attempt(this.#whole, request);
  }

  /** One request a record; answers in order. Rejects with `RecordFailure` naming the first record that failed. */
  async invokeEach(records: readonly Buffer[], request: Omit<Payload, 'body'>): Promise<Buffer[]> {
    const head = this.#head;
    const rest = this.#rest;
    const { accept, ...withoutAccept } = request;
    if (head === undefined || !isCsv(request.contentType)) return this.#eachThrough(this.#whole, records, request);
    const lines = await this.#asBlock(head, records, rest === undefined ? request : withoutAccept);
    if (lines === undefined) return this.#eachThrough(this.#whole, records, request);
    if (rest === undefined) return lines.bodies;
    const next = {
      ...(lines.contentType === undefined ? {} : { contentType: lines.contentType }),
      ...(accept === undefined ? {} : { accept }),
    };
    return this.#eachThrough(rest, lines.bodies, next);
  }

  /**
   * Many records as one request to native containers. Undefined if the answer cannot be taken apart again, one line a
   * record, or if it was refused: then the records go one by one, and each gets the answer that is its own.
   */
  async #asBlock(head: InferencePipeline, records: readonly Buffer[], request: Omit<Payload, 'body'>) {
    if (records.length === 1) return undefined;
    let answer: ContainerAnswer;
    try {
      answer = await head.invoke({ ...request, body: Buffer.concat(records.flatMap((record) => [record, newline])) });
    } catch (error) {
      if (error instanceof StageFailure) return undefined;
      throw error;
    }
    const lines = recordsOf(answer.body);
    if (!isLineWise(answer.contentType) || lines.length !== records.length) return undefined;
    // A container that ends its answers in a newline does so for each record.
    const ended = answer.body.at(-1) === 10;
    return {
      bodies: ended ? lines.map((line) => Buffer.concat([line, newline])) : lines,
      contentType: answer.contentType,
    };
  }

  async #eachThrough(
    pipeline: InferencePipeline,
    records: readonly Buffer[],
    request: Omit<Payload, 'body'>,
  ): Promise<Buffer[]> {
    const settled = await Promise.allSettled(records.map((body) => this.#attempt(pipeline, { ...request, body })));
    const failed = settled.findIndex((result) => result.status === 'rejected');
    if (failed >= 0) {
      const { reason } = settled[failed] as PromiseRejectedResult;
      throw reason instanceof StageFailure ? new RecordFailure(failed, reason) : reason;
    }
    return settled.map((result) => (result as PromiseFulfilledResult<ContainerAnswer>).value.body);
  }

  async #attempt(pipeline: InferencePipeline, request: Payload): Promise<ContainerAnswer> {
    if (pipeline.isInProcess) return pipeline.invoke(request);
    for (let retries = 0; ; retries++) {
      try {
        return await this.#options.slots.run(() => this.#timed(pipeline, request));
      } catch (error) {
        const isFinal =
          !(error instanceof StageFailure) ||
          (error.status >= 400 && error.status < 500) ||
          this.#options.signal.aborted;
        if (isFinal || retries >= this.#options.maxRetries) throw error;
      }
    }
  }

  async #timed(pipeline: InferencePipeline, request: Payload): Promise<ContainerAnswer> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort('timeout'), this.#options.timeoutMs);
    const stop = () => controller.abort('stopped');
    this.#options.signal.addEventListener('abort', stop);
    try {
      return await pipeline.invoke(request, controller.signal);
    } finally {
      clearTimeout(timer);
      this.#options.signal.removeEventListener('abort', stop);
    }
  }
}

const newline = Buffer.from('\n');
const isCsv = (type: string | undefined) => /^text\/csv\s*(;|$)/i.test(type ?? '');
const isLineWise = (type: string | undefined) => /^(text\/csv|application\/jsonlines)\s*(;|$)/i.test(type ?? '');
