import { defined } from '@catenary/scoring/internal/values';
import {
  type ExtendColumns,
  isSettled,
  type OutputColumn,
  type SettledColumn,
  type SharedColumns,
  settled,
} from '../outputs/record-sinks/shared-columns.ts';
import type { JobCheckpoint } from './checkpoint.ts';

/**
 * This many objects are held back at their ends for columns that have had no value; then these are text. It bounds the
 * checkpoint, which has all of them.
 */
const mostHeldBack = 64;

/**
 * How the outputs of a job come to one list of columns: a name or type is added by the first object, in key order, that has
 * a value for it, whichever of those under way reaches its rows first. So every run of the job comes to the same list,
 * which is part of its checkpoint.
 */
export class ColumnAgreement {
  readonly #checkpoint: JobCheckpoint;
  readonly #objectCount: number;
  /** Open objects that add nothing any more: all of their rows are written. */
  readonly #silent: Set<number>;
  /** What the columns are if no object adds anything. */
  #unseen: readonly OutputColumn[] = [];
  /** Resolved when something has changed. */
  #change = Promise.withResolvers<void>();

  constructor(checkpoint: JobCheckpoint, objectCount: number) {
    this.#checkpoint = checkpoint;
    this.#objectCount = objectCount;
    const heldBack = Object.entries(checkpoint.open).filter(([, { isHeldBack }]) => isHeldBack === true);
    this.#silent = new Set(heldBack.map(([ordinal]) => Number(ordinal)));
  }

  /** Rejects when the signal aborts. */
  of(ordinal: number, signal: AbortSignal): SharedColumns {
    return {
      settle: (extend) => this.#settle(ordinal, extend, signal),
      finish: (unseen) => this.#finish(ordinal, unseen),
    };
  }

  /** The object is over: no other one waits for it. */
  leave(ordinal: number): void {
    this.#silent.delete(ordinal);
    this.look();
  }

  /** Sees whether the columns are settled by what has happened. */
  look(): void {
    this.#settleRest();
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  /** Then objects that were held back can be finished. */
  get areSettled(): boolean {
    return isSettled(this.#checkpoint.columns);
  }

  async #settle(
    ordinal: number,
    extend: ExtendColumns,
    signal: AbortSignal,
  ): Promise<readonly OutputColumn[] | undefined> {
    for (;;) {
      const agreed = this.#checkpoint.columns;
      const extended = extend(agreed);
      if (extended === agreed || extended === undefined) return agreed;
      if (!this.#isBehindOthers(ordinal)) {
        this.#checkpoint.columns = extended;
        this.look();
        return extended;
      }
      await abortable(this.#change.promise, signal);
    }
  }

  #finish(ordinal: number, unseen: readonly OutputColumn[]): readonly SettledColumn[] | undefined {
    this.#unseen = unseen;
    this.#silent.add(ordinal);
    this.look();
    const { columns } = this.#checkpoint;
    return isSettled(columns) ? columns : undefined;
  }

  /** Takes columns without values for text if no object is left to have one, or too many are held back for them. */
  #settleRest(): void {
    if (this.areSettled || this.#silent.size === 0) return;
    const { columns, next } = this.#checkpoint;
    const isLast = next >= this.#objectCount && !this.#isBehindOthers(this.#objectCount);
    if (isLast || this.#isFull()) this.#checkpoint.columns = settled(columns ?? this.#unseen);
  }

  /** By key order, not by which objects come to their ends first. */
  #isFull(): boolean {
    if (this.#silent.size < mostHeldBack) return false;
    const first = [...this.#silent].sort((one, other) => one - other);
    return !this.#isBehindOthers(defined(first[mostHeldBack - 1]));
  }

  #isBehindOthers(ordinal: number): boolean {
    const open = Object.keys(this.#checkpoint.open).map(Number);
    return open.some((other) => other < ordinal && !this.#silent.has(other));
  }
}

/** Waits until the signal aborts. */
async function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<void>();
  const stop = () => aborted.resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
}
