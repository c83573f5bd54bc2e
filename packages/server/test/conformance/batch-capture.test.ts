import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, golden, linesOf, readExample } from '../support/diamonds.ts';
import { listKeys } from '../support/list-keys.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { createTransformJob, csvLines, transform, untilEnded } from '../support/transform-job.ts';

/** DataCaptureConfig of transform jobs: manifests of what went in and came out, and ids in the output. */
const rows = linesOf(readExample('requests.csv'));
const expected = linesOf(golden('xgboost.csv'));
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Of the large object: several blocks of 256 KiB. */
const times = 40;
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await server.client.send({ method: 'PUT', path: '/captured', service: 's3' });
  await put('few/in/a.csv', rows.slice(0, 3).join('\n'));
  await put('few/in/deep/b.csv', rows.slice(3, 5).join('\n'));
  await put('many/in.csv', Array.from({ length: times }, () => rows.join('\n')).join('\n'));
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const put = (key: string, body: string) =>
  server.client.send({ method: 'PUT', path: `/diamonds/${key}`, service: 's3', body });
const read = async (path: string) => (await server.client.send({ method: 'GET', path, service: 's3' })).body.toString();

const list = (prefix: string) => listKeys(server.client, 'captured', prefix);

interface Job {
  readonly input: string;
  readonly capture: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

function requestOf(name: string, { input, capture, output, ...rest }: Job) {
  const { TransformInput, TransformOutput } = csvLines(`s3://diamonds/${input}`, `s3://diamonds/out-${name}`);
  return {
    ModelName: 'pair',
    TransformInput,
    TransformOutput: { ...TransformOutput, Accept: 'text/csv', ...output },
    DataCaptureConfig: { DestinationS3Uri: `s3://captured/${name}`, ...capture },
    ...rest,
  };
}
const run = (name: string, job: Job) => transform(server.client, name, requestOf(name, job));

/** The hour in which a job began, as its manifests have it: Describe answers seconds since 1970. */
const hourOf = (job: Record<string, unknown>) =>
  new Date(Number(job.TransformStartTime) * 1000).toISOString().slice(0, 13).replace(/[-T]/g, '/');
const timeOf = (job: Record<string, unknown>) =>
  `${new Date(Number(job.TransformStartTime) * 1000).toISOString().slice(0, 19)}Z`;

describe('a job that captures its data', () => {
  it('lists what went in and what came out in two manifests, and echoes what it was asked', async () => {
    const job = await run('plain', { input: 'few/in/', capture: { KmsKeyId: 'alias/mine' } });
    expect(job).toMatchObject({
      TransformJobStatus: 'Completed',
      DataCaptureConfig: { DestinationS3Uri: 's3://captured/plain', KmsKeyId: 'alias/mine' },
    });
    const names = ['input', 'output'].map((side) => `plain/${side}/${hourOf(job)}/plain.json`);
    expect(await list('plain/')).toEqual(names);
    expect(JSON.parse(await read(`/captured/${names[0]}`))).toEqual([
      { prefix: 's3://diamonds/few/in/' },
      'a.csv',
      'deep/b.csv',
    ]);
    expect(JSON.parse(await read(`/captured/${names[1]}`))).toEqual([
      { prefix: 's3://diamonds/out-plain/' },
      'a.csv.out',
      'deep/b.csv.out',
    ]);
    expect(linesOf(Buffer.from(await read('/diamonds/out-plain/a.csv.out')))).toEqual(expected.slice(0, 3));
  });

  it('has an id and its start behind each record of CSV, after filter and join', async () => {
    const job = await run('ids', {
      input: 'few/in/',
      capture: { GenerateInferenceId: true },
      DataProcessing: { JoinSource: 'Input', OutputFilter: '$[0,-1]' },
    });
    expect(job).toMatchObject({ DataCaptureConfig: { GenerateInferenceId: true } });
    const cells = linesOf(Buffer.from(await read('/diamonds/out-ids/a.csv.out'))).map((line) => line.split(','));
    expect(cells.map(([first, answer, , time]) => [first, answer, time])).toEqual(
      [0, 1, 2].map((at) => [rows[at]?.split(',')[0], expected[at], timeOf(job)]),
    );
    const more = linesOf(Buffer.from(await read('/diamonds/out-ids/deep/b.csv.out'))).map((line) => line.split(',')[2]);
    const ids = [...cells.map(([, , id]) => id), ...more];
    for (const id of ids) expect(id).toMatch(uuid);
    expect(new Set(ids).size).toBe(5);
  });

  it('has them as keys of JSON Lines, by either strategy', async () => {
    for (const BatchStrategy of ['SingleRecord', 'MultiRecord']) {
      const job = await run(`json-${BatchStrategy}`, {
        input: 'few/in/a.csv',
        capture: { GenerateInferenceId: true },
        output: { Accept: 'application/jsonlines' },
        BatchStrategy,
      });
      const text = await read(`/diamonds/out-json-${BatchStrategy}/a.csv.out`);
      const found = linesOf(Buffer.from(text)).map((line) => JSON.parse(line) as Record<string, unknown>);
      // The XGBoost container's JSON Lines are bare numbers: they get a key.
      expect(found.map(({ SageMakerOutput: output }) => output)).toEqual(expected.slice(0, 3).map(Number));
      for (const { SageMakerInferenceId: id, SageMakerInferenceTime: time } of found) {
        expect(id).toMatch(uuid);
        expect(time).toBe(timeOf(job));
      }
      expect(new Set(found.map(({ SageMakerInferenceId: id }) => id)).size).toBe(3);
    }
  });

  it('has them as columns of Parquet', async () => {
    const job = await run('parquet', {
      input: 'few/in/a.csv',
      capture: { GenerateInferenceId: true },
      Environment: {
        CATENARY_BATCH_OUTPUT_FORMAT: 'parquet',
        CATENARY_BATCH_OUTPUT_COLUMNS: 'price:double,id:text,time:text',
      },
    });
    expect(job.TransformJobStatus).toBe('Completed');
    const { body } = await server.client.send({
      method: 'GET',
      path: '/diamonds/out-parquet/a.csv.out',
      service: 's3',
    });
    const found = await parquetReadObjects({ file: new Uint8Array(body).buffer, compressors });
    expect(found.map(({ price, time }) => [price, time])).toEqual(
      expected.slice(0, 3).map((text) => [Number(text), timeOf(job)]),
    );
    for (const { id } of found) expect(id).toMatch(uuid);
  });

  it('leaves what stands for a record that was set apart as it is', async () => {
    await put('bad/in.csv', [rows[0], 'not,enough', rows[1]].join('\n'));
    await run('bad', {
      input: 'bad/',
      capture: { GenerateInferenceId: true },
      Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine', CATENARY_BATCH_REJECTED_LINE: 'null' },
    });
    const lines = linesOf(Buffer.from(await read('/diamonds/out-bad/in.csv.out')));
    expect(lines.map((line) => line.split(',').length)).toEqual([3, 1, 3]);
    expect(lines[1]).toBe('null');
  });

  it('lists nothing if it fails', async () => {
    await put('failing/a.csv', rows[0] as string);
    await put('failing/b.csv', 'not,enough');
    expect(await run('failing', { input: 'failing/', capture: {} })).toMatchObject({ TransformJobStatus: 'Failed' });
    expect(await list('failing/')).toEqual([]);
  });

  it('is refused where it could not work: no such bucket, an output of another type', async () => {
    const create = (capture: Record<string, unknown>, Accept = 'text/csv') =>
      createTransformJob(
        server.client,
        'refused',
        requestOf('refused', { input: 'few/in/', capture, output: { Accept } }),
      );
    await expect(create({ DestinationS3Uri: 's3://nowhere/at-all' })).rejects.toThrow(
      'The bucket nowhere of DataCaptureConfig.DestinationS3Uri does not exist.',
    );
    await expect(create({ GenerateInferenceId: true }, 'application/x-recordio-protobuf')).rejects.toThrow(
      'GenerateInferenceId works on outputs of text/csv, application/json and application/jsonlines',
    );
  });
});

describe('a job that captures its data and is killed', () => {
  it('has every record once, with an id of its own, and one manifest of each kind', async () => {
    const name = 'killed';
    await createTransformJob(
      server.client,
      name,
      requestOf(name, { input: 'many/', capture: { GenerateInferenceId: true } }),
    );
    await server.stop('SIGKILL');
    for (const fault of ['kill@after-checkpoint:2', 'kill@after-publish:1', 'kill@before-capture:2']) {
      // Each time it is killed whether or not it got ready before.
      const env = { CATENARY_CHECKPOINT_SECONDS: '0', CATENARY_TEST_FAULTS: fault };
      const doomed = await startTestServer({ data: server.data, env }).catch(() => undefined);
      await doomed?.stop('SIGCONT');
    }
    server = await startTestServer({ data: server.data });
    const job = await untilEnded(server.client, name);
    expect(job.TransformJobStatus).toBe('Completed');
    const cells = linesOf(Buffer.from(await read('/diamonds/out-killed/in.csv.out'))).map((line) => line.split(','));
    expect(cells.map(([answer]) => answer)).toEqual(Array.from({ length: times }, () => expected).flat());
    expect(new Set(cells.map(([, id]) => id)).size).toBe(times * rows.length);
    expect(new Set(cells.map(([, , time]) => time))).toEqual(new Set([timeOf(job)]));
    expect(await list('killed/')).toEqual(
      ['input', 'output'].map((side) => `killed/${side}/${hourOf(job)}/killed.json`),
    );
  });
});
