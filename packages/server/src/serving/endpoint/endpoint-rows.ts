import type { EndpointStatus } from '../../contract/statuses.ts';
import type { Lease } from '../../platform/store/lease.ts';
import type { Store } from '../../platform/store/store.ts';
import type { EndpointRow } from '../../platform/store/tables.ts';

/** What shows whether a row has changed. */
export type EndpointState = Pick<EndpointRow, 'name' | 'status' | 'last_modified_time'>;

/** The endpoints of the store. */
export class EndpointRows {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  find(name: string): Promise<EndpointRow | undefined> {
    return this.#store.selectFrom('endpoint').selectAll().where('name', '=', name).executeTakeFirst();
  }

  states(): Promise<EndpointState[]> {
    return this.#store.selectFrom('endpoint').select(['name', 'status', 'last_modified_time']).execute();
  }

  /**
   * Writes as the holder of the lease. False if the endpoint has been deleted meanwhile, even if there is another of
   * its name now. Throws `LeaseLostError` if the lease is another's.
   */
  async write(
    { name, creation_time: created }: EndpointRow,
    change: Partial<Omit<EndpointRow, 'status'>> & { status: EndpointStatus },
    lease: Lease,
  ): Promise<boolean> {
    const values = { ...change, last_modified_time: this.#now() };
    const { numUpdatedRows } = await this.#store.transaction().execute(async (transaction) => {
      await lease.fence(transaction);
      return transaction
        .updateTable('endpoint')
        .set(values)
        .where('name', '=', name)
        .where('creation_time', '=', created)
        .where('status', '!=', 'Deleting')
        .executeTakeFirst();
    });
    return numUpdatedRows > 0n;
  }

  /** Forgets an endpoint that is being deleted. */
  async remove(name: string): Promise<void> {
    await this.#store.deleteFrom('endpoint').where('name', '=', name).where('status', '=', 'Deleting').execute();
  }
}
