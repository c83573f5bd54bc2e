import type { ContainerAnswer, ContainerRequest } from '../payload.ts';

/** A process that answers requests, as the pool sees it. */
export interface Worker {
  readonly isReady: boolean;
  /** Whether starting it failed several times in a row: then waiting for it is useless. */
  readonly isFailing: boolean;
  /** Why it is not ready, for messages. */
  readonly down: string;
  /** How long until it is likely to be ready, milliseconds; 0 if it is. */
  readonly readyInMs: number;
  /** Distinguishes the present process from those before it; undefined if there is none, or nothing to distinguish. */
  readonly pid: number | undefined;
  /** The first start; rejects with why it failed. */
  start(signal: AbortSignal): Promise<void>;
  /** Rejects with `StageUnreachable`: at once if there is no process, and as soon as the process ends. */
  invoke(request: ContainerRequest, signal?: AbortSignal, path?: string): Promise<ContainerAnswer>;
  /** Kills the present process at once; another one takes its place. */
  replace(why: string): void;
  close(): Promise<void>;
}
