import type { ContainerAnswer } from '../payload.ts';
import type { Waiting } from './request-queue.ts';
import type { Worker } from './worker.ts';

/** One request on its way to a worker, with the callbacks for its end. */
export interface Task extends Waiting {
  /** Path that takes it; default `/invocations`. */
  readonly path: string | undefined;
  /** The only process that can answer it, if it depends on an earlier request. */
  readonly pid: number | undefined;
  readonly signal: AbortSignal;
  readonly resolve: (answer: ContainerAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** Listens on the signal while the request waits. */
  readonly onAbort: () => void;
  /** Since when it has waited for a worker: it came then, or came back unanswered. */
  waitsSince: number;
  /** Times that it was given out and came back unanswered. */
  returns: number;
  /** It is not given out before: one that came back often gives its workers time. */
  notBefore: number;
  /** The worker that it came back from last: another one is asked first. */
  cameFrom: Worker | undefined;
  /** Times that a worker ended that had begun it. */
  repeats: number;
  /** The worker that had it ready ended while it worked on another request. */
  isSpared: boolean;
  /** It belongs to a session, which one process has. */
  isBound: boolean;
}

/** One that was answered: when a worker was given it, and how long it says that it worked on it. */
export interface AnsweredTask {
  readonly task: Task;
  readonly givenAt: number;
  readonly workMs: number | undefined;
}
