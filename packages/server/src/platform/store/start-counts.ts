import { sql } from 'kysely';
import type { Store } from './store.ts';

/**
 * How often this server was killed in the middle of a start. A start is written down before it begins and crossed out when
 * it is over, however it went, so what a server finds here when it starts is what it did not survive.
 */
export class StartCounts {
  readonly #store: Store;
  readonly #owner: string;

  constructor(store: Store, owner: string) {
    this.#store = store;
    this.#owner = owner;
  }

  /** Starts of that name that this server did not survive, one after the other. */
  async find(name: string): Promise<number> {
    const row = await this.#store
      .selectFrom('unfinished_start')
      .select('count')
      .where('name', '=', name)
      .where('owner', '=', this.#owner)
      .executeTakeFirst();
    return row?.count ?? 0;
  }

  /** Runs a start as one that may kill the server. */
  async run<T>(name: string, start: () => Promise<T>): Promise<T> {
    await this.#store
      .insertInto('unfinished_start')
      .values({ name, owner: this.#owner, count: 1 })
      .onConflict((conflict) =>
        conflict.columns(['name', 'owner']).doUpdateSet({ count: sql<number>`unfinished_start.count + 1` }),
      )
      .execute();
    try {
      return await start();
    } finally {
      await this.forget(name);
    }
  }

  async forget(name: string): Promise<void> {
    await this.#store
      .deleteFrom('unfinished_start')
      .where('name', '=', name)
      .where('owner', '=', this.#owner)
      .execute();
  }
}
