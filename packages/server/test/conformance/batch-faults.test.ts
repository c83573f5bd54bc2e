import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, golden, linesOf, readExample } from '../support/diamonds.ts';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { startTestServer, type TestServer, until } from '../support/start-server.ts';
import { transform, untilEnded } from '../support/transform-job.ts';

/** Inputs of every unpleasant shape, a full disk, inputs that change, jobs that are stopped. */
const rows = linesOf(readExample('requests.csv'));
const expected = linesOf(golden('xgboost.csv'));
let doubler: DoublerServer;
let server: TestServer;
let log: string;

beforeAll(async () => {
  doubler = await startDoublerServer();
  ({ server, log } = doubler);
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  const Containers = [{ Image: 'host/doubler:1' }];
  await server.client.operation('CreateModel', { ModelName: 'doubler', Containers });
});
afterAll(() => doubler.close(server));

const put = (key: string, body: Buffer | string) =>
  server.client.send({ method: 'PUT', path: `/diamonds/${key}`, service: 's3', body });

/** Undefined if there is no such object. */
async function read(key: string): Promise<string | undefined> {
  const found = server.client.send({ method: 'GET', path: `/diamonds/${key}`, service: 's3' });
  return found.then(({ body }) => body.toString()).catch(() => undefined);
}

const requestOf = (name: string, further: Record<string, unknown> = {}, input: Record<string, unknown> = {}) => ({
  ModelName: 'pair',
  TransformInput: {
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://diamonds/${name}/` } },
    ContentType: 'text/csv',
    SplitType: 'Line',
    ...input,
  },
  TransformOutput: { S3OutputPath: `s3://diamonds/${name}-out`, AssembleWith: 'Line' },
  ...further,
});
const run = (name: string, further?: Record<string, unknown>, input?: Record<string, unknown>) =>
  transform(server.client, name, requestOf(name, further, input));

const contentFiles = () => readdirSync(join(server.data, 'objects'), { recursive: true }).length;
const quarantine = { Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine' } };
const withoutIdentity = {
  Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine', CATENARY_BATCH_ROW_IDENTITY: 'off' },
};

describe('an input', () => {
  it('may lack its last newline, end its lines in CRLF, be empty, or be a folder marker', async () => {
    await put('shapes/bare.csv', rows.slice(0, 3).join('\n'));
    await put(
      'shapes/crlf.csv',
      rows
        .slice(0, 3)
        .map((row) => `${row}\r\n`)
        .join(''),
    );
    await put('shapes/blank.csv', `\n\n${rows[0]}\n\n${rows[1]}\n\n`);
    await put('shapes/empty.csv', '');
    await put('shapes/folder/', '');
    expect(await run('shapes')).toMatchObject({ TransformJobStatus: 'Completed' });
    const three = `${expected.slice(0, 3).join('\n')}\n`;
    expect(await read('shapes-out/bare.csv.out')).toBe(three);
    expect(await read('shapes-out/crlf.csv.out')).toBe(three);
    expect(await read('shapes-out/blank.csv.out')).toBe(`${expected.slice(0, 2).join('\n')}\n`);
    expect(await read('shapes-out/empty.csv.out')).toBe('');
    expect(await read('shapes-out/folder/.out')).toBeUndefined();
  });

  it('that begins with a byte order mark hands it on: the first record has it, and is named', async () => {
    await put('bom/in.csv', `\ufeff${rows.slice(0, 3).join('\n')}`);
    const job = await run('bom', quarantine);
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(await read('bom-out/in.csv.out')).toBe(`\n${expected[1]}\n${expected[2]}\n`);
    const rejected = JSON.parse((await read('bom-out/in.csv.rejected.jsonl')) as string) as object;
    expect(rejected).toMatchObject({ record: 1, byteOffset: 0, data: `\ufeff${rows[0]}`, container: 1 });
  });

  it('of 300 MB in one line fails with the limit, or is set apart, in little memory', async () => {
    // Compressed to 300 KB: a gzip bomb at the same time.
    const bomb = gzipSync(Buffer.concat([Buffer.from(`${rows[0]}\n`), Buffer.alloc(300_000_000, 'x')]));
    await put('bomb/in.csv.gz', bomb);
    const failed = await run('bomb', {}, { CompressionType: 'Gzip' });
    expect(failed.FailureReason).toMatch(/^ClientError: .*in\.csv\.gz line 2: Record 2 is larger than 5MB/);
    const input = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/bomb/' } } };
    await run('bomb-apart', quarantine, { ...input, CompressionType: 'Gzip' });
    expect(await read('bomb-apart-out/in.csv.gz.out')).toBe(`${expected[0]}\n\n`);
    const rejected = JSON.parse((await read('bomb-apart-out/in.csv.gz.rejected.jsonl')) as string) as { data: string };
    expect(rejected).toMatchObject({ record: 2, size: 300_000_000, status: 413 });
    expect(rejected.data).toHaveLength(65_536);
    const { pid } = JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8')) as { pid: number };
    const peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    expect(peakKb).toBeLessThan(450_000);
  });

  it('that is not gzip, or is cut off, fails its object and no other', async () => {
    const whole = gzipSync(rows.slice(0, 50).join('\n'));
    await put('damaged/cut.csv.gz', whole.subarray(0, -20));
    await put('damaged/plain.csv.gz', rows[0] as string);
    await put('damaged/whole.csv.gz', whole);
    const job = await run('damaged', {}, { CompressionType: 'Gzip' });
    expect(job.FailureReason).toMatch(
      /^ClientError: .*damaged\/cut\.csv\.gz: The object is not gzip, or it is damaged/,
    );
    expect(job.FailureReason).toContain('(and 1 more object)');
    expect(linesOf(Buffer.from((await read('damaged-out/whole.csv.gz.out')) as string))).toEqual(expected.slice(0, 50));
    expect(await read('damaged-out/cut.csv.gz.out')).toBeUndefined();
  });

  it('may be many small objects', async () => {
    const count = 400;
    for (let at = 0; at < count; at += 20) {
      const some = Array.from({ length: 20 }, (_, of) => at + of);
      await Promise.all(some.map((of) => put(`many/${String(of).padStart(4, '0')}.csv`, rows[of] as string)));
    }
    expect(await run('many')).toMatchObject({ TransformJobStatus: 'Completed' });
    for (const at of [0, 1, 199, count - 1])
      expect(await read(`many-out/${String(at).padStart(4, '0')}.csv.out`)).toBe(`${expected[at]}\n`);
    const { body } = await server.client.send({
      method: 'GET',
      path: '/_catenary/transform-jobs/many',
      service: 'sagemaker',
    });
    expect(JSON.parse(body.toString())).toMatchObject({ objectsDone: count, records: count, rejected: 0 });
  });

  it('that is replaced before it was read fails the job by its name', async () => {
    await put('changing/a.csv', '1\nslow\n2\n');
    await put('changing/b.csv', '3\n');
    const name = 'changing';
    await server.client.operation('CreateTransformJob', {
      TransformJobName: name,
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      ...requestOf(name, { ModelName: 'doubler' }),
    });
    await until(() => Promise.resolve(readFileSync(log, 'utf8').includes('slow') ? true : undefined));
    await put('changing/b.csv', '4\n');
    const job = await untilEnded(server.client, name);
    expect(job.FailureReason).toMatch(/^ClientError: .*diamonds\/changing\/b\.csv: .*was replaced after it was chosen/);
    expect(await read('changing-out/a.csv.out')).toBe('2\n4\n');
    expect(await read('changing-out/b.csv.out')).toBeUndefined();
  });
});

describe('a chain of native containers and a foreign one', () => {
  it('sets the same records apart by either strategy, and gives the same answers to the others', async () => {
    const model = await server.client.operation('DescribeModel', { ModelName: 'pair' });
    const Containers = [...(model.Containers as object[]), { Image: 'host/doubler:1' }];
    await server.client.operation('CreateModel', { ModelName: 'mixed', Containers });
    const records = rows.slice(0, 120);
    for (const at of [0, 50, 51, 119]) records[at] = 'not,enough';
    await put('mixed/in.csv', records.join('\n'));
    const transformed = async (BatchStrategy: string) => {
      const TransformOutput = { S3OutputPath: `s3://diamonds/${BatchStrategy}`, AssembleWith: 'Line' };
      const input = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/mixed/' } } };
      const members = { ...quarantine, ModelName: 'mixed', BatchStrategy, TransformOutput };
      await run(`mixed-${BatchStrategy}`, members, input);
      return [await read(`${BatchStrategy}/in.csv.out`), await read(`${BatchStrategy}/in.csv.rejected.jsonl`)];
    };
    const [output, rejected] = await transformed('MultiRecord');
    // The last container doubles what XGBoost answered, to ten digits.
    const doubled = expected.slice(0, 120).map((answer) => Number((Number(answer) * 2).toPrecision(10)));
    const lines = (output as string).split('\n').slice(0, -1);
    for (const [at, line] of lines.entries())
      expect([at, line === '' ? NaN : Number(line)]).toEqual([at, [0, 50, 51, 119].includes(at) ? NaN : doubled[at]]);
    expect(lines).toHaveLength(120);
    const places = linesOf(Buffer.from(rejected as string)).map((line) => JSON.parse(line) as { record: number });
    expect(places.map(({ record }) => record)).toEqual([1, 51, 52, 120]);
    expect(await transformed('SingleRecord')).toEqual([output, rejected]);
  });
});

describe('a container that is killed while it works', () => {
  it('is started again, and no record is lost, doubled, moved or blamed', async () => {
    writeFileSync(log, '');
    const records = Array.from({ length: 60 }, (_, at) => String(at));
    await put('killed/in.csv', records.map((record) => `${record}\nwait\n`).join(''));
    const strategy = { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 2 };
    const members = { ...withoutIdentity, ...strategy, ModelName: 'doubler' };
    const job = run('killed', members);
    // Its process, once after every fifteen requests or so, wherever it stands.
    const killed = new Set<string>();
    for (const seen of [10, 40, 70]) {
      const pid = await until(() => {
        const requests = readFileSync(log, 'utf8').trimEnd().split('\n');
        const [latest] = / (\d+) \d+$/.exec(requests.at(-1) as string)?.slice(1) ?? [];
        const isDue = requests.length >= seen && latest !== undefined && !killed.has(latest);
        return Promise.resolve(isDue ? latest : undefined);
      });
      killed.add(pid);
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // On a busy machine the job may be through already.
      }
    }
    expect(await job).toMatchObject({ TransformJobStatus: 'Completed' });
    // "wait" alone is answered with nothing, which AssembleWith Line makes an empty line; row identity is off.
    expect(await read('killed-out/in.csv.out')).toBe(records.map((record) => `${2 * Number(record)}\n\n`).join(''));
    expect(await read('killed-out/in.csv.rejected.jsonl')).toBeUndefined();
  });
});

describe('two jobs on one output', () => {
  it('the later one wins whole', async () => {
    await put('first/in.csv', rows.slice(0, 100).join('\n'));
    await put('second/in.csv', rows.slice(100, 103).join('\n'));
    const TransformOutput = { S3OutputPath: 's3://diamonds/one-place', AssembleWith: 'Line' };
    await run('first', { TransformOutput });
    await run('second', { TransformOutput });
    expect(linesOf(Buffer.from((await read('one-place/in.csv.out')) as string))).toEqual(expected.slice(100, 103));
  });
});

describe('a job that is stopped', () => {
  /** Resolves when it is Stopped, which it must be within half a minute. */
  async function stop(TransformJobName: string): Promise<void> {
    const since = performance.now();
    await server.client.operation('StopTransformJob', { TransformJobName });
    expect(await untilEnded(server.client, TransformJobName)).toMatchObject({ TransformJobStatus: 'Stopped' });
    expect(performance.now() - since).toBeLessThan(30_000);
  }

  it('ends while its container hangs, with no half output and nothing left in the store', async () => {
    await put('hanging/in.csv', '1\nhang\n');
    const before = contentFiles();
    await server.client.operation('CreateTransformJob', {
      TransformJobName: 'hanging',
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      ...requestOf('hanging', { ModelName: 'doubler' }),
    });
    await until(() => Promise.resolve(readFileSync(log, 'utf8').includes('hang') ? true : undefined));
    await stop('hanging');
    expect(await read('hanging-out/in.csv.out')).toBeUndefined();
    expect(contentFiles()).toBe(before);
  });

  it('does not wait for native containers to end what they have begun', async () => {
    // One request of 400,000 rows: several seconds of work in a thread.
    await put('within/in.csv', Array.from({ length: 200 }, () => rows.join('\n')).join('\n'));
    const members = { MaxPayloadInMB: 100, TransformOutput: { S3OutputPath: 's3://diamonds/within-out' } };
    const lines = () => server.log().split('data-log').length;
    const before = lines();
    await server.client.operation('CreateTransformJob', {
      TransformJobName: 'within',
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      ...requestOf('within', members, { SplitType: 'None' }),
    });
    await until(() => Promise.resolve(lines() > before ? true : undefined));
    await stop('within');
    expect(await read('within-out/in.csv.out')).toBeUndefined();
  });
});

describe('a full disk', () => {
  it.each([
    ['while an output is written', 'ENOSPC@spool-write:3'],
    ['when it is published', 'ENOSPC@before-publish:1'],
  ])('%s fails the job, and leaves nothing behind', async (_when, faults) => {
    const name = faults.replace(/\W/g, '-').toLowerCase();
    await put(`${name}/in.csv`, Array.from({ length: 30 }, () => rows.join('\n')).join('\n'));
    await server.stop();
    server = await startTestServer({
      data: server.data,
      args: ['--config', doubler.config],
      env: { CATENARY_TEST_FAULTS: faults },
    });
    const before = contentFiles();
    const job = await run(name);
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^InternalServerError: We encountered an internal error\. .*ENOSPC/);
    expect(await read(`${name}-out/in.csv.out`)).toBeUndefined();
    expect(contentFiles()).toBe(before);
    // The server lives on, and so does the job's name: the same input goes through when there is room again.
    await server.stop();
    server = await startTestServer({ data: server.data, args: ['--config', doubler.config] });
    const TransformInput = requestOf(name).TransformInput;
    expect(await run(`${name}-again`, { TransformInput })).toMatchObject({ TransformJobStatus: 'Completed' });
  });
});
