import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileCheckpoints } from '../../src/entry/cli/transform/file-checkpoints.ts';
import { emptyCheckpoint } from '../../src/serving/transform-job/ledger/checkpoint.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-checkpoints-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const objects = Array.from({ length: 1000 }, (_, at) => ({
  bucket: 'in',
  key: `rows/${at}.csv`,
  relativePath: `${at}.csv`,
  size: at,
  etag: `e${at}`,
}));

describe('FileCheckpoints', () => {
  it('has nothing of a job that was never begun', async () => {
    expect(await new FileCheckpoints(folder).load()).toBeUndefined();
  });

  it('gives another process what was saved last', async () => {
    const checkpoints = new FileCheckpoints(folder);
    await checkpoints.begin(objects, emptyCheckpoint());
    expect(await new FileCheckpoints(folder).load()).toEqual({ objects, checkpoint: emptyCheckpoint() });
    await checkpoints.save({ ...emptyCheckpoint(), next: 7, records: 70 });
    const found = await new FileCheckpoints(folder).load();
    expect(found).toEqual({ objects, checkpoint: { ...emptyCheckpoint(), next: 7, records: 70 } });
    await new FileCheckpoints(folder).save({ ...emptyCheckpoint(), next: 8 });
    expect((await checkpoints.load())?.checkpoint.next).toBe(8);
  });

  it('writes the list of objects once, however many checkpoints there are', async () => {
    const checkpoints = new FileCheckpoints(folder);
    await checkpoints.begin(objects, emptyCheckpoint());
    const times = () => statSync(join(folder, 'objects.json'), { bigint: true }).mtimeNs;
    const written = times();
    await checkpoints.save({ ...emptyCheckpoint(), next: 1 });
    expect(times()).toBe(written);
    expect(statSync(join(folder, 'checkpoint.json')).size).toBeLessThan(1000);
    expect(readdirSync(folder).toSorted()).toEqual(['checkpoint.json', 'objects.json']);
  });

  it('takes a job whose list alone was written for one that was never begun', async () => {
    await new FileCheckpoints(folder).begin(objects, emptyCheckpoint());
    rmSync(join(folder, 'checkpoint.json'));
    expect(existsSync(join(folder, 'objects.json'))).toBe(true);
    expect(await new FileCheckpoints(folder).load()).toBeUndefined();
  });
});
