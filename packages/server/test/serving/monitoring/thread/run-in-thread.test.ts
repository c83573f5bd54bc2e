import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../../src/platform/storage/object-store.ts';
import { ObjectStoreError } from '../../../../src/platform/storage/object-store-error.ts';
import type { AnalysisPlan } from '../../../../src/serving/monitoring/analysis-plan.ts';
import { runInThread } from '../../../../src/serving/monitoring/thread/run-in-thread.ts';

let folder: string;
let objects: ObjectStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-analysis-'));
  objects = await openFolderObjectStore(join(folder, 'objects'));
  await objects.createBucket('b');
});
afterAll(async () => {
  await objects.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, body: Uint8Array) => objects.putObject({ bucket: 'b', key }, body);
const plan = (key: string): AnalysisPlan => ({
  format: { kind: 'csv', hasHeader: true },
  inputs: [{ bucket: 'b', key }],
  output: { bucket: 'b', key: `results/${key}` },
  window: { from: -Infinity, to: Infinity },
});

const noSignal = new AbortController().signal;

async function run(key: string, { signal = noSignal, store = objects } = {}) {
  const lines: string[] = [];
  const task = { work: { analysis: plan(key) }, region: 'us-east-1', time: 0 };
  const end = await runInThread(task, { objects: store, signal, onLine: (line) => lines.push(line) });
  return { end, lines };
}

describe('runInThread()', () => {
  it('reads objects of many chunks, plain and packed, and writes what it finds', async () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => `${at % 1000},text`).join('\n');
    await put('many/plain.csv', Buffer.from(`n,t\n${rows}\n`));
    await put('many/packed.csv.gz', gzipSync(`n,t\n${rows}\n`));
    const { end, lines } = await run('many/');
    expect(end).toEqual({ exitMessage: 'Completed: Job completed successfully with no violations.', metrics: [] });
    expect(lines).toEqual(['2 objects, 200000 rows, 2 columns']);
    const file = await objects.readObject({ bucket: 'b', key: 'results/many/statistics.json' }, 1024 ** 2);
    // 0 to 999 again and again: their mean is 499.5.
    expect(JSON.parse(file.toString())).toMatchObject({
      dataset: { item_count: 200_000 },
      features: [
        { name: 'n', numerical_statistics: { mean: expect.closeTo(499.5, 9) as number, min: 0, max: 999 } },
        {},
      ],
    });
  });

  it('says why an analysis cannot be made', async () => {
    expect((await run('nothing/')).end).toEqual({
      failure: 'Job inputs had no data: there are no objects below s3://b/nothing/.',
    });
    await put('damaged/a.csv.gz', Buffer.from('no gzip'));
    expect((await run('damaged/')).end).toEqual({
      failure: expect.stringMatching(/^b\/damaged\/a\.csv\.gz: The object is not gzip/) as string,
    });
  });

  it('distinguishes faults of the store from those of the job', async () => {
    await put('faulty/a.csv', Buffer.from('n\n1\n'));
    const failing = (error: Error): ObjectStore => ({
      ...methodsOf(objects),
      getObject: () => Promise.reject(error),
    });
    await expect(run('faulty/', { store: failing(new Error('the disk fails')) })).rejects.toThrow('the disk fails');
    const refusal = new ObjectStoreError('PreconditionFailed', 's3://b/faulty/a.csv was replaced');
    const { end } = await run('faulty/', { store: failing(refusal) });
    expect(end).toEqual({ failure: 'b/faulty/a.csv: s3://b/faulty/a.csv was replaced' });
  });

  it('ends at once when it is stopped', async () => {
    await put('stopped/a.csv', Buffer.from('n\n1\n'));
    const never: ObjectStore = { ...methodsOf(objects), getObject: () => new Promise(() => undefined) };
    const stop = new AbortController();
    const running = run('stopped/', { signal: stop.signal, store: never });
    stop.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
  });
});

/** The store with its methods bound, to replace some of them. */
function methodsOf(store: ObjectStore): ObjectStore {
  const names = ['headBucket', 'headObject', 'listObjects', 'readObject', 'putObject', 'getObject'] as const;
  return Object.fromEntries(names.map((name) => [name, store[name].bind(store)])) as unknown as ObjectStore;
}
