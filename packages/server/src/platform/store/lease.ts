import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Logger } from '../observe/logger.ts';
import type { Tables } from './tables.ts';

/** Another server has the work now: what was about to be written is not written. */
export class LeaseLostError extends Error {
  constructor(name: string, how = 'was taken by another server') {
    super(`The lease of ${name} ${how}.`);
    this.name = 'LeaseLostError';
  }
}

export interface LeaseOptions {
  readonly store: Kysely<Tables>;
  readonly clock: RawBuilder<number>;
  readonly ttlMs: number;
  readonly log: Pick<Logger, 'warn'>;
  readonly name: string;
  readonly token: number;
  /** When the statement that took it was sent, by `performance.now()`. */
  readonly sentAt: number;
}

/** Renewals within one lifetime: this many may fail in a row but one. */
const renewalsPerLife = 5;

/**
 * A lease that is held. It is renewed by the monotonic clock of this process, and judged by the clock of the database:
 * a wall clock that jumps here changes nothing.
 */
export class Lease {
  readonly name: string;
  /** The fencing number: grows each time the lease changes hands. */
  readonly token: number;
  readonly #options: LeaseOptions;
  readonly #onEnd: () => void;
  readonly #lost = new AbortController();
  /** Until then no other server can have taken it, by `performance.now()`. */
  #safeUntil: number;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(options: LeaseOptions, onEnd: () => void) {
    this.#options = options;
    this.name = options.name;
    this.token = options.token;
    this.#onEnd = onEnd;
    this.#safeUntil = options.sentAt + options.ttlMs;
    this.#schedule();
  }

  /** Aborts once another server has the lease, or when the database has been out of reach for its whole life. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * To be called first within a transaction: throws `LeaseLostError` if the lease has another holder, and keeps anybody
   * from taking it until the transaction has ended. What the transaction writes is thereby written by the holder.
   */
  async fence(transaction: Kysely<Tables>): Promise<void> {
    const { numUpdatedRows } = await transaction
      .updateTable('lease')
      .set({ token: this.token })
      .where('name', '=', this.name)
      .where('token', '=', this.token)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    this.lose();
    throw new LeaseLostError(this.name);
  }

  /** Asks the database whether the lease is still held, and renews it. Throws `LeaseLostError` if it is not. */
  async renew(): Promise<void> {
    const { store, clock, ttlMs } = this.#options;
    const sentAt = performance.now();
    const { numUpdatedRows } = await store
      .updateTable('lease')
      .set({ expires: sql<number>`${clock} + ${sql.lit(ttlMs)}` })
      .where('name', '=', this.name)
      .where('token', '=', this.token)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      this.lose();
      throw new LeaseLostError(this.name);
    }
    this.#safeUntil = sentAt + ttlMs;
  }

  /** Gives it back; another server may take it at once. Never throws: what the database does not hear, expires. */
  async release(): Promise<void> {
    if (this.#hasEnded) return;
    this.#end();
    const { store, log } = this.#options;
    await store
      .updateTable('lease')
      .set({ expires: 0, owner: '' })
      .where('name', '=', this.name)
      .where('token', '=', this.token)
      .execute()
      .catch((error: Error) => log.warn({ lease: this.name, reason: error.message }, 'a lease could not be released'));
  }

  /** Takes note that it is held no more. */
  lose(error = new LeaseLostError(this.name)): void {
    this.#end();
    this.#lost.abort(error);
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#onEnd();
  }

  #schedule(): void {
    if (this.#hasEnded) return;
    this.#timer = setTimeout(() => void this.#renewInTime(), this.#options.ttlMs / renewalsPerLife);
    this.#timer.unref();
  }

  async #renewInTime(): Promise<void> {
    try {
      await this.renew();
    } catch (error) {
      const { name, log } = this.#options;
      log.warn({ lease: name, reason: (error as Error).message }, 'a lease was not renewed');
      // Out of reach for a whole life: another may hold it by now, and this server cannot know.
      if (performance.now() > this.#safeUntil)
        this.lose(new LeaseLostError(name, "may be another server's by now: the database does not answer"));
    }
    this.#schedule();
  }
}
