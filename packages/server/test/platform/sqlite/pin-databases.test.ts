import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/platform/sqlite/open-database.ts';
import { pinDatabases } from '../../../src/platform/sqlite/pin-databases.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-pin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Counts in two databases, one after the other, as a server writes two of them. */
const writer = `
const { DatabaseSync } = require('node:sqlite');
const [one, two] = process.argv.slice(1).map((path) => new DatabaseSync(path, { timeout: 5000 }));
const count = (database) => database.exec('UPDATE counter SET value = value + 1');
for (;;) { count(one); count(two); }
`;

const valueOf = (database: DatabaseSync | undefined) =>
  Number(database?.prepare('SELECT value FROM counter').get()?.value);

it('shows databases as they were at one moment, whatever is written meanwhile', async () => {
  const paths = ['one.sqlite', 'two.sqlite'].map((name) => join(folder, name));
  for (const path of paths)
    openDatabase(path, 'CREATE TABLE counter (value INTEGER); INSERT INTO counter VALUES (0);').close();
  const child = spawn(process.execPath, ['-e', writer, ...paths], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const watched = openDatabase(paths[0] as string);
  while (valueOf(watched) < 10) await new Promise((resolve) => setTimeout(resolve, 5));
  for (let round = 0; round < 20; round++) {
    let atTheMoment: number[] = [];
    const pinned = pinDatabases(paths, (databases) => (atTheMoment = databases.map(valueOf)));
    const [first = 0, second = 0] = atTheMoment;
    // It is killed or looked at between the two writes, or not.
    expect([0, 1]).toContain(first - second);
    const before = valueOf(watched);
    while (valueOf(watched) === before) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(pinned.map(valueOf)).toEqual(atTheMoment);
    for (const database of pinned) database.close();
  }
  watched.close();
  child.kill('SIGKILL');
  await ended;
}, 60_000);
