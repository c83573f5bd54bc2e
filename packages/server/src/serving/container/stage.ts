import type { ContainerAnswer, ContainerRequest } from './payload.ts';

/**
 * `GET /execution-parameters`: what a container wishes for in batch (developer guide, "Use Your Own Inference Code with
 * Batch Transform").
 */
export interface ExecutionParameters {
  readonly maxConcurrentTransforms?: number;
  readonly batchStrategy?: 'SINGLE_RECORD' | 'MULTI_RECORD';
  readonly maxPayloadInMB?: number;
}

/** One running link of a chain, whatever runs it. */
export interface Stage {
  /** ContainerHostname, or `container-1`, `container-2` ... by position. */
  readonly hostname: string;
  /** The image it was asked for by, for messages. */
  readonly image: string;
  /** Processes that it runs in by itself; none if it runs in this one. */
  readonly processCount?: number;
  /**
   * Media types of lines that a transform job may ask it for in place of its own default; absent where that is to hold.
   */
  readonly lineAccepts?: readonly string[];
  /**
   * Answers one request. A refusal is an answer with its status, not an exception; a rejected promise means that there
   * was no answer (time-out, broken connection, a dead process). Engines in this process answer synchronously.
   */
  invoke(request: ContainerRequest, signal: AbortSignal): ContainerAnswer | Promise<ContainerAnswer>;
  ping(signal: AbortSignal): Promise<boolean>;
  executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined>;
  close(): Promise<void>;
}
