import type { DatabaseClock } from '../../platform/store/database-clock.ts';
import type { Lease } from '../../platform/store/lease.ts';
import type { Store } from '../../platform/store/store.ts';
import { type AsyncRequestRecord, asyncRequestRecords, type Wanted } from '../records/async-request-record.ts';
import { endpointRecords } from '../records/endpoint-record.ts';

/** What the store knows of asynchronous requests, as their controller reads and writes it. See `asyncRequestRecords`. */
export interface AsyncQueue {
  insert(record: AsyncRequestRecord): Promise<void>;
  count(): Promise<number>;
  endpoints(): Promise<string[]>;
  claim(wanted: Wanted, lease: Lease): Promise<AsyncRequestRecord[]>;
  isHeld(id: string, lease: Lease): Promise<boolean>;
  /** `due`: milliseconds since 1970. */
  release(id: string, lease: Lease, due: number): Promise<void>;
  finish(id: string, lease: Lease): Promise<void>;
  /** Forgets the requests to an endpoint if the store has no such endpoint. */
  dropOrphans(endpoint: string): Promise<void>;
}

/** `clock` is that of the database. */
export const asyncQueue = (db: Store, clock: DatabaseClock): AsyncQueue => ({
  insert: (record) => asyncRequestRecords.insert(db, record),
  count: () => asyncRequestRecords.count(db),
  endpoints: () => asyncRequestRecords.endpoints(db),
  claim: (wanted, lease) => asyncRequestRecords.claim(db, wanted, { lease, clock }),
  isHeld: (id, lease) => asyncRequestRecords.isHeld(db, id, { lease, clock }),
  release: (id, lease, due) => asyncRequestRecords.release(db, id, { lease, due }),
  finish: (id, lease) => asyncRequestRecords.finish(db, id, lease),
  async dropOrphans(endpoint) {
    if ((await endpointRecords.head(db, endpoint)) === undefined) await asyncRequestRecords.removeAll(db, endpoint);
  },
});
