import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { describe, expect, it } from 'vitest';
import { isLostConnection, isStoreOutage, wasNeverSent } from '../../../../src/platform/store/is-store-outage.ts';
import type { RetryRule } from '../../../../src/platform/store/retry/retry-rule.ts';
import { retryingDialect } from '../../../../src/platform/store/retry/retrying-dialect.ts';

/**
 * What `pg` 8.23 throws: read in its `client.js`, and in PostgreSQL's appendix of error codes (57P01, admin_shutdown).
 */
const lost = [
  new Error('Connection terminated unexpectedly'),
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
];
const neverSent = new Error('Client has encountered a connection error and is not queryable');

const rule: RetryRule = async ({ error, isHarmless, tries }) =>
  isLostConnection(error) && (isHarmless || wasNeverSent(error)) && tries < 3 ? 'other connection' : undefined;

interface Rows {
  readonly one: { readonly id: number };
}

/**
 * A database whose connections fail the next statements that match with these errors; records what reached it, and
 * where.
 */
function database(failing: RegExp, errors: Error[]) {
  const seen: string[] = [];
  const released: number[] = [];
  let connections = 0;
  class Connection implements DatabaseConnection {
    readonly number = ++connections;
    async executeQuery<R>({ sql: text }: CompiledQuery) {
      seen.push(`${this.number}: ${text.split(' ')[0]}`);
      const error = failing.test(text) ? errors.shift() : undefined;
      if (error !== undefined) throw error;
      return { rows: [] as R[] };
    }
    // oxlint-disable-next-line require-yield -- it is never asked for
    async *streamQuery(): AsyncGenerator<never> {
      throw new Error('not used');
    }
  }
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => new Connection(),
    beginTransaction: async () => undefined,
    commitTransaction: async (connection) => void (await connection.executeQuery(CompiledQuery.raw('commit'))),
    rollbackTransaction: async (connection) => void (await connection.executeQuery(CompiledQuery.raw('rollback'))),
    releaseConnection: async (connection) => void released.push((connection as Connection).number),
    destroy: async () => undefined,
  };
  const dialect = {
    createDriver: () => driver,
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  };
  return { store: new Kysely<Rows>({ dialect: retryingDialect(dialect, rule, 'begin') }), seen, released };
}

describe('a statement whose connection was cut', () => {
  it.each(lost)('is tried again over another one if it reads: %s', async (error) => {
    const { store, seen, released } = database(/^select/, [error]);
    await store.selectFrom('one').selectAll().execute();
    expect(seen).toEqual(['1: select', '2: select']);
    expect(released).toEqual([1, 2]);
  });

  it.each(lost)('is not tried again if it writes, for it may have been carried out: %s', async (error) => {
    const { store, seen } = database(/^insert/, [error]);
    await expect(store.insertInto('one').values({ id: 1 }).execute()).rejects.toThrow(error.message);
    expect(seen).toEqual(['1: insert']);
    expect(isStoreOutage(error)).toBe(true);
  });

  it('is tried again though it writes, if it was never sent', async () => {
    const { store, seen } = database(/^insert/, [neverSent]);
    await store.insertInto('one').values({ id: 1 }).execute();
    expect(seen).toEqual(['1: insert', '2: insert']);
  });

  it('is tried again if it begins a transaction, which then stays on the new connection', async () => {
    const { store, seen } = database(/^begin/, [lost[0] as Error]);
    await store.transaction().execute((transaction) => transaction.insertInto('one').values({ id: 1 }).execute());
    expect(seen).toEqual(['1: begin', '2: begin', '2: insert', '2: commit']);
  });

  it('is not tried again within a transaction, not even if it reads', async () => {
    const { store, seen } = database(/^select/, [lost[0] as Error]);
    const reading = store.transaction().execute((transaction) => transaction.selectFrom('one').selectAll().execute());
    await expect(reading).rejects.toThrow('Connection terminated unexpectedly');
    expect(seen).toEqual(['1: begin', '1: select', '1: rollback']);
  });

  it('is not tried for ever', async () => {
    const { store, seen } = database(
      /^select/,
      Array.from({ length: 9 }, () => neverSent),
    );
    await expect(store.selectFrom('one').selectAll().execute()).rejects.toThrow('not queryable');
    expect(seen).toEqual(['1: select', '2: select', '3: select']);
  });

  it('is not tried again if it is raw: its effect is not known', async () => {
    const { store, seen } = database(/^call/, [lost[0] as Error]);
    await expect(sql`call something()`.execute(store)).rejects.toThrow();
    expect(seen).toEqual(['1: call']);
  });
});
