import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, golden, linesOf, readExample } from '../support/diamonds.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { startTestServer, type TestServer, until } from '../support/start-server.ts';
import { createTransformJob, csvLines, untilEnded } from '../support/transform-job.ts';

/** A server whose disk is really full: database, inputs and outputs share one small file system. */
const disk = mountSmallDisk(48 * 1024 * 1024);
const times = 60;

describe.skipIf(disk === undefined)('a disk that is really full (needs to mount a tmpfs)', () => {
  let server: TestServer;
  const rows = linesOf(readExample('requests.csv'));
  const once = linesOf(golden('xgboost.csv')).map((answer, at) => `${rows[at]},${answer}\n`);
  const data = () => join(disk?.path as string, 'data');

  beforeAll(async () => {
    server = await startTestServer({ data: data(), env: { CATENARY_CHECKPOINT_SECONDS: '0.2' } });
    await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
    const body = Array.from({ length: times }, () => rows.join('\n')).join('\n');
    await server.client.send({ method: 'PUT', path: '/diamonds/in/rows.csv', service: 's3', body });
  });
  afterAll(async () => {
    await server?.stop('SIGKILL');
    disk?.close();
  });

  const create = (name: string) =>
    createTransformJob(server.client, name, {
      ModelName: 'pair',
      DataProcessing: { JoinSource: 'Input' },
      ...csvLines('s3://diamonds/in/', `s3://diamonds/${name}`),
    });
  const read = (path: string) => server.client.send({ method: 'GET', path: `/diamonds/${path}`, service: 's3' });
  const contentFiles = () => readdirSync(join(data(), 'objects'), { recursive: true }).length;

  it('fails the job, publishes nothing, leaves nothing, and serves on; with room again the same input goes through', async () => {
    const before = contentFiles();
    // 2,000 rows and answers, sixty times, are about 7 MB: room for a part of them.
    const filler = join(disk?.path as string, 'filler');
    writeFileSync(filler, Buffer.alloc((disk?.free() ?? 0) - 3 * 1024 * 1024));
    await create('full');
    const job = await untilEnded(server.client, 'full');
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^InternalServerError: We encountered an internal error\. .*ENOSPC/);
    await expect(read('full/rows.csv.out')).rejects.toMatchObject({ status: 404 });
    expect(contentFiles()).toBe(before);
    expect((await read('in/rows.csv')).body.length).toBeGreaterThan(1e6);
    rmSync(filler);
    await create('room');
    expect(await untilEnded(server.client, 'room')).toMatchObject({ TransformJobStatus: 'Completed' });
    expect((await read('room/rows.csv.out')).body.toString() === once.join('').repeat(times)).toBe(true);
  });

  /** Not a page is left for the database either. */
  function fill(path: string): void {
    for (let size = 1 << 20; size >= 4096; size >>= 1) {
      try {
        for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        // Fewer bytes may still fit.
      }
    }
  }

  it('keeps a job whose checkpoint finds no room, and continues it when there is room', async () => {
    const filler = join(disk?.path as string, 'filler');
    await create('kept');
    fill(filler);
    const told = await until(() =>
      Promise.resolve(/"job":"us-east-1\/kept".*(interrupted|ended)/.exec(server.log())?.[1]),
    );
    rmSync(filler);
    const job = await untilEnded(server.client, 'kept');
    const found = await read('kept/rows.csv.out').catch(() => undefined);
    // The database came first and the job was kept, or the output did and it failed: whole, or not there.
    if (told === 'interrupted') expect(server.log()).toContain('database or disk is full');
    expect([told, job.TransformJobStatus]).toEqual([told, told === 'interrupted' ? 'Completed' : 'Failed']);
    if (job.TransformJobStatus === 'Failed') expect(found).toBeUndefined();
    else expect(found?.body.toString() === once.join('').repeat(times)).toBe(true);
  });
});
