import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCredentials } from '../../src/entry/credentials.ts';
import { OptionError } from '../../src/entry/options/option-error.ts';
import { loadServerId } from '../../src/entry/server-id.ts';
import { DatabaseFileError } from '../../src/platform/sqlite/database-file-error.ts';
import { openDatabase } from '../../src/platform/sqlite/open-database.ts';
import { lockFolder } from '../../src/platform/store/folder-lock.ts';

const scratch = mkdtempSync(join(tmpdir(), 'catenary-data-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;
function folderWith(name: string, put: (path: string) => void): string {
  const folder = join(scratch, String(++folders));
  mkdirSync(folder);
  put(join(folder, name));
  return folder;
}

/** What can lie in the place of a file; reading the first would never end, and the second has no end. */
const noFiles = [
  ['a FIFO', (path: string) => void execFileSync('mkfifo', [path])],
  ['a link to a device', (path: string) => symlinkSync('/dev/zero', path)],
  [
    'a folder',
    (path: string) => {
      mkdirSync(path);
    },
  ],
  ['a file of a megabyte', (path: string) => writeFileSync(path, Buffer.alloc(1024 ** 2))],
] as const;

const load = (folder: string) => loadCredentials(folder, {});

describe('the key pair of a data folder', () => {
  it.each(noFiles)('is not read from %s', async (_name, put) => {
    const folder = folderWith('credentials.json', put);
    await expect(load(folder)).rejects.toThrow(OptionError);
    await expect(load(folder)).rejects.toThrow(join(folder, 'credentials.json'));
  });

  it.each(['', '{', '{}', '[]', 'null', '{"accessKeyId":"A"}', '{"accessKeyId":"A","secretAccessKey":""}'])(
    'is not %j',
    async (text) => {
      const folder = folderWith('credentials.json', (path) => writeFileSync(path, text));
      await expect(load(folder)).rejects.toThrow('is no key pair: it must be {"accessKeyId": "..."');
      expect(readFileSync(join(folder, 'credentials.json'), 'utf8')).toBe(text);
    },
  );

  it('is read through a link, as secrets are mounted', async () => {
    const pair = { accessKeyId: 'A', secretAccessKey: 'B' };
    const secret = join(scratch, 'secret');
    writeFileSync(secret, JSON.stringify(pair));
    expect(await load(folderWith('credentials.json', (path) => symlinkSync(secret, path)))).toEqual(pair);
  });

  it('is made once, also by two at the same moment, for its owner alone', async () => {
    const folder = join(scratch, 'new/data');
    const [one, two] = await Promise.all([load(folder), load(folder)]);
    expect(two).toEqual(one);
    expect(await load(folder)).toEqual(one);
    expect(statSync(join(folder, 'credentials.json')).mode & 0o777).toBe(0o600);
  });

  it('is not made where a link leads nowhere', async () => {
    const folder = folderWith('credentials.json', (path) => symlinkSync(join(scratch, 'nothing/x'), path));
    await expect(load(folder)).rejects.toThrow(/credentials\.json is a link that leads nowhere: remove it/);
  });
});

describe("a server's name in leases", () => {
  it.each(noFiles)('is not read from %s', async (_name, put) => {
    await expect(loadServerId(folderWith('server-id', put))).rejects.toThrow(OptionError);
  });

  it('stays the same', async () => {
    const folder = folderWith('other', () => undefined);
    expect(await loadServerId(folder)).toBe(await loadServerId(folder));
  });

  it.each(['', '\n', 'a b', '\0'.repeat(36)])('is made anew where the file has %j', async (text) => {
    const folder = folderWith('server-id', (path) => writeFileSync(path, text));
    const id = await loadServerId(folder);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await loadServerId(folder)).toBe(id);
  });
});

describe('a database file', () => {
  const notDatabases = [
    noFiles[0],
    noFiles[2],
    ['other bytes', (path: string) => writeFileSync(path, 'x'.repeat(5000))],
    ['a link that leads nowhere', (path: string) => symlinkSync(join(scratch, 'nothing/x'), path)],
  ] as const;

  it.each(notDatabases)('that is %s is named, with what to do', (_name, put) => {
    const path = join(folderWith('some.sqlite', put), 'some.sqlite');
    for (const open of [() => openDatabase(path), () => lockFolder(path)]) {
      expect(open).toThrow(DatabaseFileError);
      expect(open).toThrow(`The database file ${path} cannot be used: `);
    }
  });
});
