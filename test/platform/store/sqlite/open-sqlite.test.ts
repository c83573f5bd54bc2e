import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../../../src/platform/store/sqlite/open-sqlite.ts';

it('openSqlite() tells why a transaction failed that SQLite has taken back by itself', async () => {
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
