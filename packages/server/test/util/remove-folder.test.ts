import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolder } from '../../src/util/remove-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'catenary-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const source = join(import.meta.dirname, '../../src/util/remove-folder.ts');

/** Makes 30,000 files, removes them, and prints by how many bytes the most memory that the process ever had has grown. */
const program = `
import { mkdirSync, writeFileSync } from 'node:fs';
const [, source, folder] = process.argv;
const { removeFolder } = await import(source);
mkdirSync(folder);
for (let i = 0; i < 30_000; i++) writeFileSync(folder + '/' + i, '');
const before = process.resourceUsage().maxRSS;
await removeFolder(folder);
console.log((process.resourceUsage().maxRSS - before) * 1024);
`;

describe('removing a folder', () => {
  it('removes all that is in it, and nothing that a link in it names', async () => {
    const folder = join(scratch, 'tree');
    const outside = join(scratch, 'outside');
    for (const path of [join(folder, 'a/b/c'), join(folder, 'empty'), outside]) mkdirSync(path, { recursive: true });
    for (const path of ['file', 'a/file', 'a/b/c/file']) writeFileSync(join(folder, path), '');
    writeFileSync(join(outside, 'file'), '');
    symlinkSync(outside, join(folder, 'a/link'));
    symlinkSync(join(outside, 'nothing'), join(folder, 'broken'));
    await removeFolder(folder);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(join(outside, 'file'))).toBe(true);
  });

  it('takes one that is not there, and a file in its place', async () => {
    await removeFolder(join(scratch, 'nothing'));
    const file = join(scratch, 'file');
    writeFileSync(file, '');
    await removeFolder(file);
    expect(existsSync(file)).toBe(false);
  });

  it('removes a link, and not what it names', async () => {
    const [there, link] = [join(scratch, 'there'), join(scratch, 'link')];
    mkdirSync(there);
    writeFileSync(join(there, 'file'), '');
    symlinkSync(there, link);
    await removeFolder(link);
    expect([existsSync(link), existsSync(join(there, 'file'))]).toEqual([false, true]);
  });

  it('removes folders whose paths are longer than the system takes', async () => {
    const deep = join(scratch, 'deep');
    mkdirSync(join(deep, 'beside'), { recursive: true });
    // Each step by itself: 60 names of 100 bytes are longer than a path may be, 4,095 bytes.
    const steps = 'cd "$1" && for i in $(seq 60); do mkdir "$2" && cd -P "$2" && echo > file || exit 1; done';
    execFileSync('bash', ['-c', steps, 'bash', deep, 'n'.repeat(100)]);
    await expect(rm(deep, { recursive: true })).rejects.toThrow('ENAMETOOLONG');
    await removeFolder(deep);
    expect(existsSync(deep)).toBe(false);
  });

  it('removes folders that are closed, even to their owner', () => {
    const closed = join(scratch, 'closed');
    mkdirSync(join(closed, 'a/b/c'), { recursive: true });
    // Nothing is closed to the superuser.
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    if (user.uid !== undefined) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, closed]);
    for (const path of ['a/b/c', 'a/b', 'a']) chmodSync(join(closed, path), 0);
    const remove = `await (await import(process.argv[1])).removeFolder(process.argv[2])`;
    const words = ['--input-type=module', '-e', remove, source, 'a'];
    execFileSync(process.execPath, words, { ...user, cwd: closed });
    expect(existsSync(join(closed, 'a'))).toBe(false);
  });

  it('takes no memory for each of many files', () => {
    const words = ['--input-type=module', '-e', program, source, join(scratch, 'many')];
    const grown = Number(execFileSync(process.execPath, words, { encoding: 'utf8' }));
    // 2.5 KB for each would be 75 MB.
    expect(grown).toBeLessThan(32 * 1024 ** 2);
    expect(existsSync(join(scratch, 'many'))).toBe(false);
  });
});
