import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchFiles } from '../../src/entry/cli/transform/local-files.ts';
import type { ObjectStore } from '../../src/platform/storage/object-store.ts';
import { openObjectStore } from '../../src/platform/storage/open-object-store.ts';

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-files-'));
  store = await openObjectStore(join(folder, 'objects'), [], false);
  await store.createBucket('out');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('fetchFiles()', () => {
  const target = () => join(folder, 'made/deeply');

  it('writes each object to the path that its key is', async () => {
    for (const key of ['a.csv.out', 'deep/er/b.csv.out'])
      await store.putObject({ bucket: 'out', key }, Buffer.from(key));
    const paths = await fetchFiles(store, 'out', target());
    expect(paths).toEqual([join(target(), 'a.csv.out'), join(target(), 'deep/er/b.csv.out')]);
    for (const path of paths) expect(path.endsWith(readFileSync(path, 'utf8'))).toBe(true);
  });

  // Keys of an input in a bucket may be any text, and outputs are named after them.
  it.each(['../escaped.out', 'a/../../escaped.out', 'a/./b.out', 'a//b.out', '/b.out', '..'])(
    'writes nothing for %s, which is no path below its folder, or that of another key',
    async (key) => {
      await store.putObject({ bucket: 'out', key }, Buffer.from('x'));
      await expect(fetchFiles(store, 'out', target())).rejects.toThrow(
        `The output ${JSON.stringify(key)} cannot be a file: its name has an empty, "." or ".." part.`,
      );
      expect([existsSync(target()), readdirSync(folder)]).toEqual([false, ['objects']]);
    },
  );
});
