import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openPrivateFolder } from '../../src/entry/private-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-private-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;
const log = { warn: () => undefined };

it('makes a folder for its owner alone', async () => {
  const path = join(folder, 'a/b');
  await openPrivateFolder(path, log);
  expect(modeOf(path)).toBe(0o700);
});

it('closes one that was there, and the files in it', async () => {
  const path = join(folder, 'c');
  mkdirSync(join(path, 'objects'), { recursive: true });
  chmodSync(path, 0o755);
  for (const name of ['credentials.json', 'catenary.sqlite', 'catenary.sqlite-wal']) {
    writeFileSync(join(path, name), '');
    chmodSync(join(path, name), 0o644);
  }
  chmodSync(join(path, 'objects'), 0o755);
  await openPrivateFolder(path, log);
  expect(modeOf(path)).toBe(0o700);
  for (const name of ['credentials.json', 'catenary.sqlite', 'catenary.sqlite-wal'])
    expect(modeOf(join(path, name))).toBe(0o600);
});
