import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, golden, linesOf, readExample } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { createTransformJob, csvLines, untilEnded } from '../support/transform-job.ts';

/** Transform jobs whose server is killed, over and over: each object comes out as if nothing had been. */
const times = 70;
const rows = linesOf(readExample('requests.csv'));
// Two bad rows in each repetition, so that the file of rejected records has to survive as well.
const withBad = [...rows.slice(0, 500), 'not,enough', ...rows.slice(500, 900), '1,Ideal,x,x,x,x,x', ...rows.slice(900)];
const expected = linesOf(golden('xgboost.csv'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  const body = Array.from({ length: times }, () => withBad.join('\n')).join('\n');
  await server.client.send({ method: 'PUT', path: '/diamonds/in/large.csv', service: 's3', body });
  await server.client.send({ method: 'PUT', path: '/diamonds/in/small.csv', service: 's3', body: rows.join('\n') });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

async function create(name: string): Promise<void> {
  await createTransformJob(server.client, name, {
    ModelName: 'pair',
    Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine', CATENARY_BATCH_REJECTED_LINE: 'null' },
    ...csvLines('s3://diamonds/in/', `s3://diamonds/${name}`),
  });
}

/** Starts the server once more with a fault; resolves when the fault has killed it, or when the job has ended. */
async function liveUntilKilled(job: string, faults: string): Promise<string> {
  try {
    server = await startTestServer({
      data: server.data,
      env: { CATENARY_CHECKPOINT_SECONDS: '0', CATENARY_TEST_FAULTS: faults },
    });
  } catch {
    return 'killed'; // before it was ready: the job continues at once
  }
  return Promise.race([server.stop('SIGCONT').then(() => 'killed'), ended(job).catch(() => 'killed')]);
}

async function ended(name: string): Promise<string> {
  return String((await untilEnded(server.client, name)).TransformJobStatus);
}

async function read(key: string): Promise<Buffer> {
  return (await server.client.send({ method: 'GET', path: `/diamonds/${key}`, service: 's3' })).body;
}

async function digests(name: string): Promise<string[]> {
  const found = [];
  for (const key of ['large.csv.out', 'large.csv.rejected.jsonl', 'small.csv.out']) {
    found.push(
      createHash('sha256')
        .update(await read(`${name}/${key}`))
        .digest('hex'),
    );
  }
  return found;
}

const contentFiles = () => readdirSync(join(server.data, 'objects'), { recursive: true }).length;

describe('a transform job whose server is killed', () => {
  let undisturbed: string[];
  let filesForOne: number;

  it('is right when nothing happens: one line for each record, the bad ones apart', async () => {
    const before = contentFiles();
    await create('undisturbed');
    expect(await ended('undisturbed')).toBe('Completed');
    filesForOne = contentFiles() - before;
    const once = [...expected.slice(0, 500), 'null', ...expected.slice(500, 900), 'null', ...expected.slice(900)];
    const output = linesOf(await read('undisturbed/large.csv.out'));
    expect(output).toEqual(Array.from({ length: times }, () => once).flat());
    const rejected = linesOf(await read('undisturbed/large.csv.rejected.jsonl')).map(
      (line) => JSON.parse(line) as { record: number; line: number; byteOffset: number; data: string },
    );
    expect(rejected).toHaveLength(2 * times);
    const large = Array.from({ length: times }, () => withBad.join('\n')).join('\n');
    for (const { record, line, byteOffset, data } of rejected) {
      expect(line).toBe(record);
      expect(large.slice(byteOffset, byteOffset + data.length)).toBe(data);
    }
    expect(rejected[2]).toMatchObject({
      record: withBad.length + 501,
      data: 'not,enough',
      container: 1,
      containers: 2,
    });
    undisturbed = await digests('undisturbed');
  });

  const places = [
    'kill@before-checkpoint:1',
    'kill@before-checkpoint:9',
    'kill@after-checkpoint:4',
    'kill@after-checkpoint:12',
    'kill@spool-write:3',
    'kill@spool-write:10',
    'kill@before-publish:1',
    'kill@after-publish:1',
    'kill@before-publish:2',
    'kill@after-publish:2',
  ];

  it.each(places)('comes out the same after %s', async (fault) => {
    const name = fault.replace(/\W/g, '-');
    const before = contentFiles();
    await create(name);
    await server.stop('SIGKILL');
    const fate = await liveUntilKilled(name, fault);
    expect(fate).toBe('killed');
    server = await startTestServer({ data: server.data });
    expect(await ended(name)).toBe('Completed');
    expect(await digests(name)).toEqual(undisturbed);
    // Nothing is left over: no spool, no half object.
    expect(contentFiles() - before).toBe(filesForOne);
  });

  it('comes out the same after one kill upon another, at no place in particular', async () => {
    await create('again-and-again');
    let kills = 0;
    for (let round = 0; round < 6; round++) {
      await server.stop('SIGKILL');
      kills++;
      server = await startTestServer({ data: server.data, env: { CATENARY_CHECKPOINT_SECONDS: '0' } });
      await new Promise((done) => setTimeout(done, round * 130));
    }
    expect(kills).toBe(6);
    expect(await ended('again-and-again')).toBe('Completed');
    expect(await digests('again-and-again')).toEqual(undisturbed);
  });
});
