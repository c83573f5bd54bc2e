import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localFileStore } from '../../src/entry/cli/transform/local-file-store.ts';
import { listLocalFiles } from '../../src/entry/cli/transform/local-files.ts';
import type { ObjectStore } from '../../src/platform/storage/object-store.ts';

const large = Buffer.from(Array.from({ length: 600_000 }, (_, at) => at % 253));
let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-inputs-'));
  // In UTF-16, as JavaScript sorts, the emoji would come before U+FFEE.
  for (const name of ['\u{1f600}.csv', '\uffee.csv', 'b.csv']) writeFileSync(join(folder, name), name);
  writeFileSync(join(folder, 'a.csv'), large);
  store = localFileStore('in', await listLocalFiles(folder));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('localFileStore()', () => {
  it('lists files as objects, in the order of UTF-8', async () => {
    const { objects, isTruncated } = await store.listObjects('in');
    expect(isTruncated).toBe(false);
    expect(objects.map(({ key }) => key)).toEqual(['a.csv', 'b.csv', '\uffee.csv', '\u{1f600}.csv']);
    expect(objects[0]).toMatchObject({ size: 600_000, modified: statSync(join(folder, 'a.csv')).mtimeMs });
    const page = await store.listObjects('in', { prefix: 'b', startAfter: 'a.csv' });
    expect(page.objects.map(({ key }) => key)).toEqual(['b.csv']);
    expect(await store.headBucket('other')).toBeUndefined();
  });

  it('reads a file whole, and a part of it', async () => {
    expect((await store.readObject({ bucket: 'in', key: 'a.csv' }, 1e6)).equals(large)).toBe(true);
    await expect(store.readObject({ bucket: 'in', key: 'a.csv' }, 1e5)).rejects.toMatchObject({
      code: 'EntityTooLarge',
    });
    const part = await store.getObject(
      { bucket: 'in', key: 'a.csv' },
      { range: () => ({ first: 262_000, last: 530_000 }) },
    );
    expect(Buffer.concat(await part!.body.toArray()).equals(large.subarray(262_000, 530_001))).toBe(true);
    expect(await store.getObject({ bucket: 'in', key: 'none.csv' })).toBeUndefined();
  });

  it('refuses a file that was changed before it is read, or while it is', async () => {
    const { objects } = await store.listObjects('in');
    const onlyIfEtag = objects[0]!.etag;
    const found = await store.getObject({ bucket: 'in', key: 'a.csv' }, { onlyIfEtag });
    const chunks: Buffer[] = [];
    const reading = (async () => {
      for await (const chunk of found!.body) {
        if (chunks.length === 0) appendFileSync(join(folder, 'a.csv'), 'more');
        chunks.push(chunk as Buffer);
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'PreconditionFailed' });
    await expect(store.getObject({ bucket: 'in', key: 'a.csv' }, { onlyIfEtag })).rejects.toThrow(
      's3://in/a.csv was replaced',
    );
  });

  it('is only read', async () => {
    await expect(store.putObject({ bucket: 'in', key: 'b.csv' }, Buffer.from('x'))).rejects.toThrow(
      'The bucket in is only read.',
    );
  });
});
