import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkRoom } from '../../../src/platform/backup/check-room.ts';
import { unpackArchive } from '../../../src/platform/backup/unpack-archive.ts';
import { makeTar } from '../artifact/make-tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-unpack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three files of ten bytes, as an archive and as a folder. */
const names = ['a', 'b', 'c'];
const archive = join(folder, 'three.tar');
writeFileSync(archive, makeTar(names.map((name) => ({ name, content: '0123456789' }))));
const three = join(folder, 'three');
mkdirSync(three);
for (const name of names) writeFileSync(join(three, name), '0123456789');

describe('a backup that is unpacked', () => {
  it.each<
    [what: string, limits: Parameters<typeof checkRoom>[1], says: string | undefined, written: readonly string[]]
  >([
    ['all that there may be', { maxFiles: 3, maxBytes: 30 }, undefined, names],
    ['a file too many', { maxFiles: 2, maxBytes: 30 }, 'The backup has more than 2 files', ['a', 'b']],
    ['a byte too many', { maxFiles: 3, maxBytes: 29 }, 'and its disk has room for no more', ['a', 'b']],
    ['no room at all', { maxFiles: 3, maxBytes: 0 }, 'The backup has more than 0.0 MB', []],
  ])('has %s', async (what, limits, says, written) => {
    const target = join(folder, what);
    mkdirSync(target);
    for (const take of [() => unpackArchive(archive, target, limits), () => checkRoom(three, limits)]) {
      if (says === undefined) await expect(take()).resolves.toBeUndefined();
      else await expect(take()).rejects.toThrow(says);
    }
    expect(readdirSync(target)).toEqual(written);
  });
});
