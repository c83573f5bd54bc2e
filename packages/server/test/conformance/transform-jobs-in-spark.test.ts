import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, linesOf, readExample } from '../support/diamonds.ts';
import { makeStandInPyspark } from '../support/stand-in-spark.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';
import { createTransformJob, csvLines, transform, untilEnded } from '../support/transform-job.ts';

/** What surrounds the tasks of a transform job: the driver has a stand-in of pyspark, which runs real tasks. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-jobs-in-spark-'));
const home = join(folder, 'spark');
const args = ['--config', join(folder, 'catenary.yaml')];
const rows = linesOf(readExample('requests.csv'));
const inSpark = { CATENARY_BATCH_ENGINE: 'spark' };
let server: TestServer;

beforeAll(async () => {
  makeStandInPyspark(home);
  writeFileSync(
    join(folder, 'catenary.yaml'),
    JSON.stringify({
      checkpointSeconds: 0.01,
      spark: [{ name: 'stand-in', home, python: 'python3', taskSeconds: 60, partMB: 1 }],
    }),
  );
  server = await startTestServer({ args });
  await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
  await send('PUT', '/jobs');
  await send('PUT', '/jobs/in/a.csv', `${rows.join('\n')}\n`);
  await send('PUT', '/jobs/in/more/b.csv', `${rows.slice(0, 3).join('\n')}\n`);
  await send('PUT', '/jobs/in/more/c.csv', `${rows.slice(3, 5).join('\n')}\n`);
  await send('PUT', '/jobs/bad/a.csv', `${rows.slice(0, 3).join('\n')}\n`);
  await send('PUT', '/jobs/bad/b.csv', `${rows.slice(0, 2).join('\n')}\nbroken\n`);
  await send('PUT', '/jobs/manifest.json', '[{"prefix":"s3://jobs/in/"},"more/c.csv","a.csv"]');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const send = (method: string, path: string, body?: string) =>
  server.client.send({ method, path, service: 's3', ...(body === undefined ? {} : { body }) });
const read = (path: string) =>
  send('GET', `/jobs/${path}`).then(
    ({ body }) => body.toString(),
    () => undefined,
  );
const keysBelow = async (prefix: string) =>
  [
    ...(await send('GET', `/jobs?list-type=2&prefix=${encodeURIComponent(prefix)}`)).body
      .toString()
      .matchAll(/<Key>([^<]+)/g),
  ].map(([, key = '']) => key.slice(prefix.length));

const requestOf = (input: string, output: string, environment: Readonly<Record<string, string>>) => ({
  ModelName: 'diamonds',
  ...csvLines(input, output),
  Environment: environment,
});
const run = (name: string, input: string, environment: Readonly<Record<string, string>>) =>
  transform(server.client, name, requestOf(input, `s3://jobs/${name}`, environment));

/** Names of tasks that were begun, of all jobs of this file. */
const begun = () => (existsSync(join(home, 'begun')) ? linesOf(readFileSync(join(home, 'begun'))) : []);
const hold = () => writeFileSync(join(home, 'hold'), '');
const letGo = () => rmSync(join(home, 'hold'), { force: true });
afterEach(letGo);

/** Commands of tasks, drivers and what they started that this server's jobs left. */
const processes = () =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`SPARK_HOME=${home}`);
    } catch {
      return false;
    }
  });
const folders = () => (existsSync(join(server.data, 'spark')) ? readdirSync(join(server.data, 'spark')) : []);

const messagesOf = async (job: string, part: string) => {
  const group = { logGroupName: '/aws/sagemaker/TransformJobs' };
  const { logStreams } = await server.client.operation(
    'DescribeLogStreams',
    { ...group, logStreamNamePrefix: `${job}/` },
    'logs',
  );
  const name = (logStreams as { logStreamName: string }[]).find(({ logStreamName }) => logStreamName.endsWith(part));
  const found = await server.client.operation('GetLogEvents', { ...group, logStreamName: name?.logStreamName }, 'logs');
  return (found.events as { message: string }[]).map(({ message }) => message);
};

describe('a transform job with CATENARY_BATCH_ENGINE=spark', { timeout: 300_000 }, () => {
  it('writes what the server writes, an object a task, and leaves nothing else', async () => {
    await run('alone', 's3://jobs/in/', {});
    const job = await run('spark', 's3://jobs/in/', inSpark);
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const keys = ['a.csv.out', 'more/b.csv.out', 'more/c.csv.out'];
    expect(await keysBelow('spark/')).toEqual(keys);
    for (const key of keys) expect(await read(`spark/${key}`)).toBe(await read(`alone/${key}`));
    expect(begun().toSorted()).toEqual(['jobs/in/a.csv', 'jobs/in/more/b.csv', 'jobs/in/more/c.csv']);
    expect([folders(), processes()]).toEqual([[], []]);
    const progress = await server.client.send({
      method: 'GET',
      path: '/_catenary/transform-jobs/spark',
      service: 'sagemaker',
    });
    expect(JSON.parse(progress.body.toString())).toMatchObject({ status: 'Completed' });
  });

  it('takes the objects of a manifest', async () => {
    expect(
      await transform(server.client, 'listed', {
        ...requestOf('', 's3://jobs/listed', inSpark),
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://jobs/manifest.json' } },
          ContentType: 'text/csv',
          SplitType: 'Line',
        },
      }),
    ).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(await keysBelow('listed/')).toEqual(['a.csv.out', 'more/c.csv.out']);
    expect(await read('listed/a.csv.out')).toBe(await read('alone/a.csv.out'));
  });

  it('fails as a job of the server does, keeps the outputs of the others, and has the lines in its log', async () => {
    const alone = await run('bad-alone', 's3://jobs/bad/', {});
    const job = await run('bad-spark', 's3://jobs/bad/', inSpark);
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toBe(String(alone.FailureReason).replace('bad-alone', 'bad-spark'));
    expect(await keysBelow('bad-spark/')).toEqual(['a.csv.out']);
    const withoutTime = (lines: readonly string[]) => lines.map((line) => line.replace(/^[^[]*/, ''));
    expect(withoutTime(await messagesOf('bad-spark', 'data-log'))).toEqual(
      withoutTime(await messagesOf('bad-alone', 'data-log')),
    );
  });

  it('sets bad records apart', async () => {
    await run('apart-alone', 's3://jobs/bad/', { CATENARY_BATCH_BAD_RECORDS: 'quarantine' });
    await run('apart-spark', 's3://jobs/bad/', { ...inSpark, CATENARY_BATCH_BAD_RECORDS: 'quarantine' });
    expect(await keysBelow('apart-spark/')).toEqual(['a.csv.out', 'b.csv.out', 'b.csv.rejected.jsonl']);
    expect(await read('apart-spark/b.csv.rejected.jsonl')).toBe(await read('apart-alone/b.csv.rejected.jsonl'));
  });

  it('divides a large object, and publishes it as one', async () => {
    await send(
      'PUT',
      '/jobs/large/rows.csv',
      `${rows.join('\n')}\nbroken\n`.repeat(Math.ceil(2.6e6 / (rows.join('\n').length + 8))),
    );
    const apart = { CATENARY_BATCH_BAD_RECORDS: 'quarantine' };
    await run('large-alone', 's3://jobs/large/', apart);
    const before = begun().length;
    const job = await run('large-spark', 's3://jobs/large/', { ...inSpark, ...apart });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(begun().slice(before)).toEqual(['jobs/large/rows.csv', 'jobs/large/rows.csv', 'jobs/large/rows.csv']);
    const keys = ['rows.csv.out', 'rows.csv.rejected.jsonl'];
    expect(await keysBelow('large-spark/')).toEqual(keys);
    for (const key of keys)
      expect((await read(`large-spark/${key}`)) === (await read(`large-alone/${key}`))).toBe(true);
  });

  it('whose container does not start is tried again, and fails with its reason', async () => {
    await send('PUT', '/jobs/broken.tar.gz', 'no archive');
    await server.client.operation('CreateModel', {
      ModelName: 'broken',
      PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://jobs/broken.tar.gz' },
    });
    const before = begun().length;
    const job = await transform(server.client, 'broken', {
      ...requestOf('s3://jobs/bad/a.csv', 's3://jobs/broken-out', inSpark),
      ModelName: 'broken',
    });
    expect(job.FailureReason).toMatch(
      /^AlgorithmError: Model container failed to respond to ping\. primary: The archive is neither tar/,
    );
    expect(begun().slice(before)).toEqual(Array.from({ length: 4 }, () => 'jobs/bad/a.csv'));
  });

  it('that is stopped ends Stopped, keeps what is done, and leaves no process, folder or part', async () => {
    hold();
    const before = begun().length;
    await createTransformJob(server.client, 'cut', requestOf('s3://jobs/in/', 's3://jobs/cut', inSpark));
    await until(async () => ((await read('cut/a.csv.out')) === undefined ? undefined : true));
    await server.client.operation('StopTransformJob', { TransformJobName: 'cut' });
    expect(await untilEnded(server.client, 'cut')).toMatchObject({ TransformJobStatus: 'Stopped' });
    letGo();
    expect(begun().slice(before)).toEqual(['jobs/in/a.csv']);
    expect(await keysBelow('cut/')).toEqual(['a.csv.out']);
    expect([folders(), processes()]).toEqual([[], []]);
  });

  it('goes on where it was when its server was killed, with no process of the first run left', async () => {
    hold();
    const before = begun().length;
    await createTransformJob(server.client, 'killed', requestOf('s3://jobs/in/', 's3://jobs/killed', inSpark));
    await until(async () => {
      const path = '/_catenary/transform-jobs/killed';
      const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
      return (JSON.parse(body.toString()) as { objectsDone?: number }).objectsDone === 1 ? true : undefined;
    });
    await server.stop('SIGKILL');
    await until(async () => (processes().length === 0 ? true : undefined));
    letGo();
    server = await startTestServer({ args, data: server.data });
    expect(await untilEnded(server.client, 'killed')).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(begun().slice(before)).toEqual(['jobs/in/a.csv', 'jobs/in/more/b.csv', 'jobs/in/more/c.csv']);
    for (const key of ['a.csv.out', 'more/b.csv.out', 'more/c.csv.out'])
      expect(await read(`killed/${key}`)).toBe(await read(`alone/${key}`));
    expect([folders(), processes()]).toEqual([[], []]);
  });

  it('is refused for outputs that agree on their columns, and by a server without Spark', async () => {
    const shared = { ...inSpark, CATENARY_BATCH_OUTPUT_FORMAT: 'parquet' };
    await expect(run('shared', 's3://jobs/in/', shared)).rejects.toThrow(
      'name each with its type in CATENARY_BATCH_OUTPUT_COLUMNS',
    );
    const other = await startTestServer();
    try {
      await createDiamondsModel(other.client, 'diamonds', ['sparkml', 'xgboost']);
      await expect(
        createTransformJob(other.client, 'none', requestOf('s3://diamonds/', 's3://diamonds/out', inSpark)),
      ).rejects.toThrow('CATENARY_BATCH_ENGINE=spark needs a Spark, and the operator of this server has named none');
    } finally {
      await other.stop();
      removeData(other);
    }
  });
});
