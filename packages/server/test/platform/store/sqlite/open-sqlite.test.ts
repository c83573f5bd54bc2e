import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isStoreOutage } from '../../../../src/platform/store/is-store-outage.ts';
import { migrate } from '../../../../src/platform/store/migrate.ts';
import { openSqlite } from '../../../../src/platform/store/sqlite/open-sqlite.ts';
import { lockDatabase } from '../../../support/locked-database.ts';

describe('a database file that another process has locked', () => {
  const row = (name: string) => ({ name, arn: 'a', creation_time: 0, definition: '' });

  async function openStore() {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-sqlite-'));
    const path = join(folder, 'store.db');
    const store = openSqlite(path);
    onTestFinished(async () => {
      await store.destroy();
      rmSync(folder, { recursive: true, force: true });
    });
    await migrate(store, { place: 'store.sqlite' });
    return { store, path };
  }

  it('is read meanwhile, and written to when it is free: single statements and transactions', async () => {
    const { store, path } = await openStore();
    const lock = lockDatabase(path);
    const single = store.insertInto('model').values(row('single')).execute();
    const together = store.transaction().execute(async (transaction) => {
      const { length } = await transaction.selectFrom('model').selectAll().execute();
      await transaction
        .insertInto('model')
        .values(row(`after ${length}`))
        .execute();
    });
    // On this same thread: a statement that held it up would wait for ever.
    setTimeout(() => lock.release(), 100);
    await Promise.all([single, together]);
    const names = (await store.selectFrom('model').select('name').execute()).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['after 1', 'single']);
  });

  it('is an outage if it stays locked, and nothing of a transaction is kept', async () => {
    const { store, path } = await openStore();
    const lock = lockDatabase(path);
    const failing = store
      .transaction()
      .execute((transaction) => transaction.insertInto('model').values(row('late')).execute());
    const error = await failing.catch((reason: unknown) => reason);
    expect(isStoreOutage(error)).toBe(true);
    lock.release();
    expect(await store.selectFrom('model').select('name').execute()).toEqual([]);
    await store.insertInto('model').values(row('next')).execute();
  });
});

it('openSqlite() reports why a transaction failed that SQLite has rolled back by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-sqlite-'));
  const store = openSqlite(join(folder, 'store.db'));
  onTestFinished(async () => {
    await store.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  await sql`create table only_one (id integer primary key)`.execute(store);
  // ON CONFLICT ROLLBACK ends the transaction within the statement, as a full disk does.
  const failing = store.transaction().execute(async (transaction) => {
    await sql`insert into only_one values (1)`.execute(transaction);
    await sql`insert or rollback into only_one values (1)`.execute(transaction);
  });
  await expect(failing).rejects.toThrow('UNIQUE constraint failed: only_one.id');
  expect((await sql`select id from only_one`.execute(store)).rows).toEqual([]);
  await sql`insert into only_one values (2)`.execute(store);
});
