import type { ExecutionParameters } from '../execution-parameters.ts';
import type { ThreadModel } from '../in-process/thread-model.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { RowWidth } from '../row-width.ts';
import type { CrossingError } from './crossing-error.ts';

/** A task of a thread. Plain data, as everything that is passed to it. */
export type ThreadJob =
  | { readonly kind: 'load'; readonly model: Pick<ThreadModel, 'id' | 'definition'> }
  | {
      readonly kind: 'invoke';
      readonly models: readonly Pick<ThreadModel, 'id' | 'definition'>[];
      readonly request: ThreadRequest;
      /** Whether conversions are measured separately. */
      readonly hasLedger: boolean;
    }
  | { readonly kind: 'extract'; readonly path: string; readonly directory: string }
  | { readonly kind: 'remove'; readonly directory: string }
  | { readonly kind: 'measure'; readonly path: string }
  | { readonly kind: 'find-host'; readonly path: string };

/** A request on its way to a thread: a `Buffer` arrives there as plain bytes. */
export type ThreadRequest = Omit<ContainerRequest, 'body' | 'ledger'> & { readonly body: Uint8Array };

/** The result of loading a model in a thread. */
export interface LoadResult {
  readonly bytes: number;
  readonly wishes: ExecutionParameters;
  readonly lineAccepts: readonly string[];
  readonly rowWidth?: RowWidth;
}

/** What native neighbours have answered in a thread. */
export interface InvokeResult {
  readonly answer: Omit<ContainerAnswer, 'body'> & { readonly body: Uint8Array };
  /** Which of them answered, 0-based. */
  readonly answeredBy: number;
  /** Time of each of them. */
  readonly spentMs: Float64Array;
  /** What of it each of them took between bytes and columns, if that was asked for. */
  readonly conversionMs?: readonly number[] | undefined;
  /** CPU time of the thread for the answer, without loading. */
  readonly cpuMs: number;
  /** Whether this was its first answer with this model: its code was not compiled yet. */
  readonly isFirst: boolean;
}

export interface ThreadTask {
  readonly id: number;
  readonly job: ThreadJob;
}

/** A message to a thread that is not a task. */
export interface ThreadOrder {
  /** The model that it may release. */
  readonly forget: number;
}

export type ThreadAnswer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: CrossingError });

/** A model's files have been read, and are about to be opened: what that may take is known then. */
export interface ThreadNews {
  readonly openedBytes: number;
}
