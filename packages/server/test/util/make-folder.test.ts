import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/util/make-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'catenary-folders-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('making a folder', () => {
  it('makes those above it, with its mode', async () => {
    const folder = join(scratch, 'a/b/c');
    await makeFolder(folder, 0o700);
    for (const path of [folder, join(scratch, 'a/b'), join(scratch, 'a')]) expect(modeOf(path)).toBe(0o700);
  });

  it('leaves one that is there as it is', async () => {
    const folder = join(scratch, 'there');
    mkdirSync(folder, { mode: 0o750 });
    await makeFolder(folder, 0o700);
    expect(modeOf(folder)).toBe(0o750);
  });

  it('makes it by two at once', async () => {
    const folder = join(scratch, 'd/e/f');
    await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(join(folder, 'g'))]);
    expect(statSync(join(folder, 'g')).isDirectory()).toBe(true);
  });

  it.runIf(process.platform === 'linux').each(['/proc/x', '/proc/x/y', '/proc/self/fd/x/y'])(
    'ends where nothing can be made: %s',
    async (folder) => {
      await expect(makeFolder(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it('says what is in the way', async () => {
    const file = join(scratch, 'file');
    writeFileSync(file, '');
    symlinkSync(join(scratch, 'nothing'), join(scratch, 'broken'));
    await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(file, 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolder(join(scratch, 'broken'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(makeFolder(join(scratch, 'broken/a/b'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is the only way in which the server makes folders with those above them', () => {
    const source = resolve(import.meta.dirname, '../../src');
    const files = globSync('**/*.ts', { cwd: source });
    expect(files).toContain('util/make-folder.ts');
    const calls = /\bmkdir(?:Sync)?\([^;]*?\brecursive\b/;
    expect(files.filter((file) => calls.test(readFileSync(join(source, file), 'utf8')))).toEqual([]);
  });
});
