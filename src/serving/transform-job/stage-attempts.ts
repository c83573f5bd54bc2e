import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerAnswer, ContainerRequest } from '../container/payload.ts';
import { isNativeStage } from '../container/native-threads/native-stage.ts';
import type { Stage } from '../container/stage.ts';
import { StageUnreachable } from '../container/stage-unreachable.ts';
import type { InferencePipeline } from '../pipeline/inference-pipeline.ts';
import { StageFailure } from '../pipeline/stage-failure.ts';
import { ChainError } from './chain-error.ts';
import type { Slots } from './slots.ts';

export interface AttemptOptions {
  readonly timeoutMs: number;
  /** Attempts after the first one; a 4xx is final. */
  readonly maxRetries: number;
  /** Requests to containers outside this process under way at once. */
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** A container that ended or hangs gets so long to answer its ping again, milliseconds. */
  readonly recoveryMs: number;
}

/** A request at which its container ended so many times is not sent again: it is the request. */
const fatalTries = 3;
/**
 * A request that found no process to go to is not to blame; but one that never finds one is not repeated without end.
 */
const unsentTries = 20;
const pingIntervalMs = 50;

/**
 * Requests to a chain with retries and time limits (SageMaker API reference, ModelClientConfig). A request at which a
 * container ended is tried again alone, once the container is back: so it is known which request it was, and requests
 * that were under way beside it are not blamed.
 */
export class StageAttempts {
  readonly #options: AttemptOptions;
  readonly #outside: readonly Stage[];

  constructor(stages: readonly Stage[], options: AttemptOptions) {
    this.#options = options;
    this.#outside = stages.filter((stage) => !isNativeStage(stage));
  }

  /**
   * Rejects with `StageFailure` when it was refused or the attempts (at most `maxTries`) are used up, or with
   * `ChainError` when a container ended and does not come back; when the job is over, with the signal's reason.
   */
  async invoke(pipeline: InferencePipeline, request: ContainerRequest, maxTries = Infinity): Promise<ContainerAnswer> {
    const { slots, maxRetries, signal } = this.#options;
    if (pipeline.isInProcess) return pipeline.invoke(request, signal);
    let isSuspect = false;
    for (let tries = 1, unsent = 0; ; tries++) {
      signal.throwIfAborted();
      try {
        return await slots.run(() => this.#timed(pipeline, request), isSuspect ? slots.count : 1);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof StageFailure) || isRefusal(error)) throw error;
        const isGone = error.reason === 'connection';
        // Before anything is sent again, and before the records of the next request are blamed for this one's deed.
        if (error.status === 0) await this.#untilHealthy(error);
        if (wasNotSent(error) && unsent++ < unsentTries) tries--;
        else if (tries >= Math.min(maxTries, maxRetries + 1, isGone ? fatalTries : Infinity)) throw error;
        isSuspect ||= isGone;
      }
    }
  }

  async #timed(pipeline: InferencePipeline, request: ContainerRequest): Promise<ContainerAnswer> {
    const { signal, timeoutMs } = this.#options;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort('timeout'), timeoutMs);
    const stop = () => controller.abort('stopped');
    signal.addEventListener('abort', stop);
    try {
      return await pipeline.invoke(request, controller.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  async #untilHealthy(failure: StageFailure): Promise<void> {
    const { signal, recoveryMs } = this.#options;
    const end = performance.now() + recoveryMs;
    while (!signal.aborted) {
      const healthy = await Promise.all(this.#outside.map((stage) => stage.ping(signal).catch(() => false)));
      if (healthy.every(Boolean)) return;
      if (performance.now() > end) {
        const { hostname } = this.#outside[healthy.indexOf(false)] as Stage;
        throw new ChainError(
          `Container ${hostname} ended or hangs, and does not answer its ping again. ${failure.message}`,
        );
      }
      await delay(pingIntervalMs);
    }
  }
}

const isRefusal = ({ status, reason }: StageFailure) => (status >= 400 && status < 500) || reason === 'too_large';
const wasNotSent = ({ cause }: StageFailure) => cause instanceof StageUnreachable && !cause.wasSent;
