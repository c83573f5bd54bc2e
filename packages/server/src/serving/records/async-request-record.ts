import type { z } from 'zod';
import type { Realm } from '../../contract/arn.ts';
import { countRows } from '../../platform/store/count-rows.ts';
import type { DatabaseClock } from '../../platform/store/database-clock.ts';
import type { Lease } from '../../platform/store/lease.ts';
import type { Store } from '../../platform/store/store.ts';
import type { AsyncRequestRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import { storedJson } from './stored-json.ts';

/** What InvokeEndpointAsync asked for. Locations are `s3://` addresses. */
export interface AsyncRequest {
  readonly realm: Realm;
  readonly inferenceId: string;
  readonly inputLocation: string;
  readonly outputLocation: string;
  readonly failureLocation?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly customAttributes?: string;
  /** Seconds that the containers may take for it. */
  readonly invocationTimeout: number;
}

/** A request in the queue. Times are milliseconds since 1970. */
export interface AsyncRequestRecord {
  readonly id: string;
  /** Qualified by its region. */
  readonly endpoint: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** How often it was begun before: by servers that did not come to its end. */
  readonly earlierTries: number;
  readonly request: AsyncRequest;
}

const asyncRequest = (z: Zod): z.ZodType<AsyncRequest> =>
  z.looseObject({
    realm: z.looseObject({ region: z.string(), account: z.string() }),
    inferenceId: z.string(),
    inputLocation: z.string(),
    outputLocation: z.string(),
    failureLocation: z.string().exactOptional(),
    contentType: z.string().exactOptional(),
    accept: z.string().exactOptional(),
    customAttributes: z.string().exactOptional(),
    invocationTimeout: z.number(),
  });

const requestJson = storedJson({ what: 'asynchronous request', schema: asyncRequest });

/** Which requests are to be claimed. */
export interface Wanted {
  readonly endpoint: string;
  /** Milliseconds since 1970: those that are due by then. */
  readonly now: number;
  /** Only those that have expired by `now`. */
  readonly isExpired?: boolean;
  readonly limit: number;
}

/**
 * The queue of asynchronous requests. One that is worked on is held under the lease of a server: once that lease is no
 * more, any server may take it up.
 */
export const asyncRequestRecords = {
  async insert(db: Store, { id, endpoint, createdAt, expiresAt, request }: AsyncRequestRecord): Promise<void> {
    await db
      .insertInto('async_request')
      .values({
        id,
        endpoint,
        creation_time: createdAt,
        expires: expiresAt,
        due: createdAt,
        holder: '',
        token: 0,
        tries: 0,
        definition: requestJson.encode(request),
      })
      .execute();
  },

  async count(db: Store): Promise<number> {
    return countRows(db.selectFrom('async_request'));
  },

  /** Of each endpoint that has requests: how many, and since when the oldest of them is there, milliseconds since 1970. */
  async backlogs(
    db: Store,
  ): Promise<{ readonly endpoint: string; readonly count: number; readonly oldestAt: number }[]> {
    const rows = await db
      .selectFrom('async_request')
      .select(({ fn }) => ['endpoint', fn.countAll().as('count'), fn.min('creation_time').as('oldest')])
      .groupBy('endpoint')
      .execute();
    return rows.map(({ endpoint, count, oldest }) => ({ endpoint, count: Number(count), oldestAt: Number(oldest) }));
  },

  /** The endpoints that have requests. */
  async endpoints(db: Store): Promise<string[]> {
    const rows = await db.selectFrom('async_request').select('endpoint').distinct().execute();
    return rows.map(({ endpoint }) => endpoint);
  },

  /** Takes requests that no server works on, oldest first; another server may be quicker with some of them. */
  async claim(db: Store, wanted: Wanted, { lease, clock }: Claimant): Promise<AsyncRequestRecord[]> {
    const claimed: AsyncRequestRecord[] = [];
    for (const row of await free(db, wanted, clock)) {
      const { numUpdatedRows: count } = await db
        .updateTable('async_request')
        .set({ holder: lease.name, token: lease.token, tries: row.tries + 1 })
        .where('id', '=', row.id)
        .where('holder', '=', row.holder)
        .where('token', '=', row.token)
        .where('tries', '=', row.tries)
        .executeTakeFirst();
      if (count > 0n) claimed.push(decode(row));
    }
    return claimed;
  },

  /** Whether this server still has the request: another may have taken it up, or its endpoint may be gone. */
  async isHeld(db: Store, id: string, { lease, clock }: Claimant): Promise<boolean> {
    const row = await db
      .selectFrom('async_request')
      .innerJoin('lease', 'lease.name', 'async_request.holder')
      .select('async_request.id')
      .where('async_request.id', '=', id)
      .where('async_request.holder', '=', lease.name)
      .where('async_request.token', '=', lease.token)
      .where('lease.token', '=', lease.token)
      .where('lease.expires', '>', clock)
      .executeTakeFirst();
    return row !== undefined;
  },

  /** Gives a request back, to be begun again from `due` on. */
  async release(db: Store, id: string, { lease, due }: { readonly lease: Lease; readonly due: number }): Promise<void> {
    await db
      .updateTable('async_request')
      .set({ holder: '', token: 0, tries: 0, due })
      .where('id', '=', id)
      .where('holder', '=', lease.name)
      .where('token', '=', lease.token)
      .execute();
  },

  /** Forgets a request that has its result. Throws `LeaseLostError` if the lease is another's. */
  async finish(db: Store, id: string, lease: Lease): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      await lease.fence(transaction);
      await transaction
        .deleteFrom('async_request')
        .where('id', '=', id)
        .where('holder', '=', lease.name)
        .where('token', '=', lease.token)
        .execute();
    });
  },

  /** Forgets all requests to an endpoint. */
  async removeAll(db: Store, endpoint: string): Promise<void> {
    await db.deleteFrom('async_request').where('endpoint', '=', endpoint).execute();
  },
};

/** A server, by its lease; `clock` is the database's. */
export interface Claimant {
  readonly lease: Lease;
  readonly clock: DatabaseClock;
}

function free(db: Store, wanted: Wanted, clock: DatabaseClock): Promise<AsyncRequestRow[]> {
  const waiting = db
    .selectFrom('async_request')
    .leftJoin('lease', (join) =>
      join
        .onRef('lease.name', '=', 'async_request.holder')
        .onRef('lease.token', '=', 'async_request.token')
        .on('lease.expires', '>', clock),
    )
    .selectAll('async_request')
    .where('endpoint', '=', wanted.endpoint)
    .where('lease.name', 'is', null)
    .where(wanted.isExpired === true ? 'async_request.expires' : 'due', '<=', wanted.now);
  return waiting.orderBy('creation_time').orderBy('id').limit(wanted.limit).execute();
}

function decode(row: AsyncRequestRow): AsyncRequestRecord {
  return {
    id: row.id,
    endpoint: row.endpoint,
    createdAt: row.creation_time,
    expiresAt: row.expires,
    earlierTries: row.tries,
    request: requestJson.decode(row.definition, row.id),
  };
}
