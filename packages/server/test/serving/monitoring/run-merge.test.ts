import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { runMerge } from '../../../src/serving/monitoring/quality/run-merge.ts';

let folder: string;
let store: ObjectStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-merge-'));
  store = await openFolderObjectStore(join(folder, 'objects'));
  await store.createBucket('b');
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, body: string | Buffer) => store.putObject({ bucket: 'b', key }, Buffer.from(body));
const label = (eventId: string, data: string) =>
  JSON.stringify({ groundTruthData: { data, encoding: 'CSV' }, eventMetadata: { eventId }, eventVersion: '0' });
const captured = (eventId: string, data: string) =>
  JSON.stringify({ captureData: { endpointOutput: { data, encoding: 'CSV' } }, eventMetadata: { eventId } });

async function merge(truth: string) {
  const lines: string[] = [];
  const place = (key: string) => ({ bucket: 'b', key });
  const plan = {
    inputs: ['v', 'w'].map((variant) => ({
      place: place(`captured/e/${variant}/2026/01/31/05`),
      folder: `e/${variant}/2026/01/31/05`,
    })),
    groundTruth: [place(truth)],
    output: place('results/merge'),
    report: place('results/e/s'),
  };
  const { signal } = new AbortController();
  const end = await runMerge(plan, { store, signal, onLine: (line) => lines.push(line) });
  const { objects } = await store.listObjects('b', { prefix: 'results/merge/' });
  const read = async (key: string) => (await store.readObject(place(key), 1e6)).toString();
  const files = new Map<string, string>();
  for (const { key } of objects) files.set(key, await read(key));
  return { end, files, report: JSON.parse(await read('results/e/s/catenary_report.json')) as object, lines };
}

describe('runMerge()', () => {
  it('writes joined requests to the path that they were captured at, and the same again', async () => {
    await put('captured/e/v/2026/01/31/05/one.jsonl', `${captured('a', '1')}\n${captured('late', '2')}\n`);
    await put('captured/e/v/2026/01/31/05/two.jsonl', `${captured('late', '3')}\nno JSON\n`);
    await put('captured/e/w/2026/01/31/05/one.jsonl.gz', gzipSync(`${captured('b', '4')}\n${captured('c', '5\n6')}\n`));
    await put('truth/labels.jsonl', [label('a', '10'), label('b', '40'), label('c', '50'), label('d', '1')].join('\n'));
    const first = await merge('truth');
    const merged = (capture: string, data: string) =>
      `${JSON.stringify({ ...(JSON.parse(capture) as object), groundTruthData: { data, encoding: 'CSV' } })}\n`;
    expect(first.files).toEqual(
      new Map([
        ['results/merge/e/v/2026/01/31/05/one.jsonl', merged(captured('a', '1'), '10')],
        ['results/merge/e/w/2026/01/31/05/one.jsonl', merged(captured('b', '4'), '40')],
      ]),
    );
    expect(first.report).toEqual({
      merge: {
        merged: 2,
        captured_without_ground_truth: 2,
        captured_with_other_number_of_rows: 1,
        captured_unreadable: 1,
        ground_truth: 4,
        ground_truth_without_capture: 1,
        ground_truth_unreadable: 0,
      },
    });
    expect(first.end.exitMessage).toBe('Completed: 2 captured requests were merged with their ground truth.');
    expect((await merge('truth')).files).toEqual(first.files);
  });

  it.each([
    ['nothing', /^Job inputs had no data: there is no ground truth below s3:\/\/b\/nothing/],
    ['other', /^Job inputs had no data: none of 5 captured requests has one of the 1 ids/],
  ])('tells why nothing was joined: %s', async (truth, message) => {
    await put('other/labels.jsonl', label('elsewhere', '1'));
    await expect(merge(truth)).rejects.toThrow(message);
  });
});
