import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { isDatabaseLocked } from '../../../src/platform/sqlite/is-database-locked.ts';
import { LockPatience } from '../../../src/platform/sqlite/lock-patience.ts';
import { lockDatabase } from '../../support/locked-database.ts';

function openDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-lock-'));
  const path = join(folder, 'database.sqlite');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE one (id INTEGER PRIMARY KEY)');
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { database, path };
}

it('a write waits until the file is not locked, and the event loop continues', async () => {
  const { database, path } = openDatabase();
  const lock = lockDatabase(path);
  const patience = new LockPatience();
  let tries = 0;
  const writing = patience.run(() => {
    tries++;
    database.exec('INSERT INTO one VALUES (1)');
  });
  // On this same thread: a write that held it up would wait for ever.
  setTimeout(() => lock.release(), 100);
  await writing;
  expect(tries).toBeGreaterThan(1);
});

it('a file that stays locked fails the first after a while, and those who come then at once', async () => {
  const { database, path } = openDatabase();
  const lock = lockDatabase(path);
  onTestFinished(() => lock.release());
  const patience = new LockPatience();
  let tries = 0;
  const write = () =>
    patience
      .run(() => {
        tries++;
        database.exec('INSERT INTO one VALUES (1)');
      })
      .catch((error: unknown) => isDatabaseLocked(error));
  expect(await write()).toBe(true);
  expect(tries).toBeGreaterThan(10);
  tries = 0;
  expect(await write()).toBe(true);
  expect(tries).toBe(1);
});

it('any other error is thrown at once', async () => {
  const { database } = openDatabase();
  database.exec('INSERT INTO one VALUES (1)');
  let tries = 0;
  const twice = new LockPatience().run(() => {
    tries++;
    database.exec('INSERT INTO one VALUES (1)');
  });
  await expect(twice).rejects.toThrow('UNIQUE constraint failed');
  expect(tries).toBe(1);
});
