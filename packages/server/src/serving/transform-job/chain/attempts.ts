import { setTimeout as delay } from 'node:timers/promises';
import { defined } from '@catenary/scoring/internal/values';
import type { Semaphore } from '../../../util/semaphore.ts';
import type { ContainerAnswer } from '../../container/payload.ts';
import type { Stage } from '../../container/stage.ts';
import { StageUnreachable } from '../../container/stage-unreachable.ts';
import type { Handler, Wrapper } from '../../invocation/handler.ts';
import type { ChainCall } from '../../invocation/invocation.ts';
import { StageFailure } from '../../invocation/stage-failure.ts';
import { ChainError } from './chain-error.ts';

export interface AttemptOptions {
  /** Attempts after the first one; a 4xx is final. */
  readonly maxRetries: number;
  /** Requests to containers outside this process under way at once. */
  readonly slots: Semaphore;
  readonly signal: AbortSignal;
  /** A container that ended or hangs gets so long to answer its ping again, milliseconds. */
  readonly recoveryMs: number;
}

/** A request at which its container ended this many times is not sent again: it is the request. */
const fatalTries = 3;
/**
 * A request that found no process to go to is not to blame; but one that never finds one is not repeated without end.
 */
const unsentTries = 20;
const pingIntervalMs = 50;

/**
 * Retries calls as batch transform does (SageMaker API reference, ModelClientConfig), each attempt in its turn. A
 * request at which a container ended is tried again alone, once the container is back: so it is known which request it
 * was, and requests that were under way beside it are not blamed.
 *
 * Rejects with `StageFailure` when the request was refused or the attempts are used up, or with `ChainError` when a
 * container ended and does not come back; when the job is over, with the signal's reason.
 */
export function attempts(stages: readonly Stage[], options: AttemptOptions): Wrapper<ChainCall> {
  const outside = stages.filter(({ isLocal }) => isLocal !== true);
  const untilHealthy = (failure: StageFailure) => waitForAll(outside, options, failure);
  return (next) => (call) => attempt(call, next, { ...options, untilHealthy });
}

interface Attempting extends AttemptOptions {
  readonly untilHealthy: (failure: StageFailure) => Promise<void>;
}

async function attempt(call: ChainCall, next: Handler<ChainCall>, options: Attempting): Promise<ContainerAnswer> {
  const { slots, maxRetries, signal, untilHealthy } = options;
  let isSuspect = false;
  for (let tries = 1, unsent = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      return await slots.run(async () => next(call), isSuspect ? slots.count : 1);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof StageFailure) || isRefusal(error)) throw error;
      const isGone = error.reason === 'connection';
      // Before anything is sent again, and before the records of the next request are blamed for what this one did.
      if (error.status === 0) await untilHealthy(error);
      if (wasNotSent(error) && unsent++ < unsentTries) tries--;
      else if (tries >= Math.min(maxRetries + 1, isGone ? fatalTries : Infinity)) throw error;
      isSuspect ||= isGone;
    }
  }
}

/** Until every container answers its ping. */
async function waitForAll(
  stages: readonly Stage[],
  { signal, recoveryMs }: AttemptOptions,
  failure: StageFailure,
): Promise<void> {
  const end = performance.now() + recoveryMs;
  while (!signal.aborted) {
    const healthy = await Promise.all(stages.map((stage) => stage.ping(signal).catch(() => false)));
    if (healthy.every(Boolean)) return;
    if (performance.now() > end) {
      const { hostname } = defined(stages[healthy.indexOf(false)]);
      throw new ChainError(
        `Container ${hostname} ended or hangs, and does not answer its ping again. ${failure.message}`,
      );
    }
    await delay(pingIntervalMs);
  }
}

const isRefusal = ({ status, reason }: StageFailure) => (status >= 400 && status < 500) || reason === 'too_large';
const wasNotSent = ({ cause }: StageFailure) => cause instanceof StageUnreachable && !cause.wasSent;
