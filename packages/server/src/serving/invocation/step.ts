import type { ContainerAnswer, ContainerRequest } from '../container/payload.ts';

/** What one step of a chain gave: the answer, and which container gave it (0-based in the chain). */
export interface StepAnswer {
  readonly answer: ContainerAnswer;
  readonly answeredBy: number;
}

/** One call of the chain's loop: a container, or neighbouring native containers that share columns. */
export interface Step {
  /** Position of its first container, 0-based, and how many it covers. */
  readonly first: number;
  readonly count: number;
  /** Position of the one that is waited for: it is named where no answer comes. Default the first. */
  readonly waitsFor?: number;
  /** Whether all of it runs in this process. */
  readonly inProcess: boolean;
  /** Whether its answer may go to the caller part by part. */
  readonly takesParts: boolean;
  /** Whether it answers a body of `bytes` at once, as far as that is known. */
  isQuick(bytes: number): boolean;
  invoke(request: ContainerRequest, signal: AbortSignal, spentMs: Float64Array): StepAnswer | Promise<StepAnswer>;
}
