import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Logger } from '../observe/logger.ts';
import { Lease } from './lease.ts';
import type { Tables } from './tables.ts';

export interface LeasesOptions {
  readonly store: Kysely<Tables>;
  /** The database's own clock, milliseconds since 1970. */
  readonly clock: RawBuilder<number>;
  readonly owner: string;
  readonly ttlMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Who does what, when several servers use one store: a lease is the right to a piece of work, for a while. Each time a
 * lease changes hands its number grows; a write with an older number is refused (`Lease.fence`).
 */
export class Leases {
  readonly #options: LeasesOptions;
  readonly #held = new Map<string, Lease>();

  constructor(options: LeasesOptions) {
    this.#options = options;
  }

  /**
   * Takes the lease of that name, and keeps it alive until it is released. Undefined if another server holds it, or if
   * this server does already. One that this owner held before it was killed is taken at once.
   */
  async take(name: string): Promise<Lease | undefined> {
    if (this.#held.has(name)) return undefined;
    const { store, clock, owner, ttlMs, log } = this.#options;
    const sentAt = performance.now();
    const row = await store
      .insertInto('lease')
      .values({ name, owner, token: 1, expires: sql<number>`${clock} + ${sql.lit(ttlMs)}` })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({
            owner,
            token: sql<number>`lease.token + 1`,
            expires: sql<number>`${clock} + ${sql.lit(ttlMs)}`,
          })
          .where((eb) => eb.or([eb('lease.expires', '<=', clock), eb('lease.owner', '=', owner)])),
      )
      .returning('token')
      .executeTakeFirst();
    if (row === undefined) return undefined;
    // Another call of this process may have taken it while the statement ran: the higher number is the one that counts.
    const former = this.#held.get(name);
    const lease = new Lease({ store, clock, ttlMs, log, name, token: row.token, sentAt }, () => {
      if (this.#held.get(name) === lease) this.#held.delete(name);
    });
    this.#held.set(name, lease);
    former?.lose();
    return lease;
  }

  /** Gives back all leases: others may take them at once. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#held.values()].map((lease) => lease.release()));
  }
}
