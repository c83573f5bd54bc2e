import type { ContainerAnswer, ContainerRequest } from '../../container/payload.ts';
import type { Stage } from '../../container/stage.ts';
import type { Caller } from '../../invocation/caller.ts';
import type { Chain } from '../../invocation/chain.ts';
import { compose, type Handler } from '../../invocation/handler.ts';
import { invokeChain } from '../../invocation/handlers/invoke-chain.ts';
import { timeLimit } from '../../invocation/handlers/time-limit.ts';
import { type ChainCall, chainCall } from '../../invocation/invocation.ts';
import { type AttemptOptions, attempts } from './attempts.ts';

export interface JobCallOptions extends AttemptOptions {
  /** Longest time of one attempt at containers outside this process, milliseconds. */
  readonly timeoutMs: number;
}

/** Attempts at a request: as many as the job allows, or one. */
export type Tries = 'all' | 'one';

/** Asks chains in the name of a job: those of this process at once, others with a time limit and attempts. */
export class JobCalls {
  /** What a request to containers outside this process passes: with all its attempts, or with one. */
  readonly #patient: Handler<ChainCall>;
  readonly #once: Handler<ChainCall>;
  readonly #signal: AbortSignal;
  readonly #job: Caller;

  /** `stages`: all of the job's, some of which each of its chains has. */
  constructor(stages: readonly Stage[], options: JobCallOptions) {
    const limit = timeLimit({ ms: options.timeoutMs, isDeadline: false });
    this.#patient = compose([attempts(stages, options), limit], invokeChain);
    this.#once = compose([attempts(stages, { ...options, maxRetries: 0 }), limit], invokeChain);
    this.#signal = options.signal;
    this.#job = callerOf(options.signal);
  }

  /** Rejects as the handler `attempts` does. */
  async ask(chain: Chain, request: ContainerRequest, tries: Tries = 'all'): Promise<ContainerAnswer> {
    if (chain.isInProcess) return chain.invoke(request, { signal: this.#signal });
    const handler = tries === 'all' ? this.#patient : this.#once;
    return handler(chainCall(chain, request, { caller: this.#job }));
  }
}

/** The job, as who waits for an answer: it goes when it is stopped. */
const callerOf = (signal: AbortSignal): Caller => ({
  onGone(cancel) {
    signal.addEventListener('abort', cancel);
    return () => signal.removeEventListener('abort', cancel);
  },
  begin: (work) => work(),
});
