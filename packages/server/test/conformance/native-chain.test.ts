import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

/** SparkML -> XGBoost, both native, against the answers of Spark and XGBoost. */
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await createDiamondsModel(server.client, 'features', ['sparkml']);
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const rows = linesOf(readExample('requests.csv'));

describe('native chain', () => {
  it('is InService and answers all 2,000 requests with the bits of XGBoost', async () => {
    expect(await createEndpoint(server.client, 'pair')).toBe('InService');
    const expected = linesOf(golden('xgboost.csv'));
    for (const [index, row] of rows.entries())
      expect(await invoke(server.client, 'pair', row), row).toBe(`${expected[index]}\n`);
  });

  it('answers many rows in one request, one line each', async () => {
    const answer = await invoke(server.client, 'pair', rows.slice(0, 100).join('\n'));
    expect(linesOf(Buffer.from(answer))).toEqual(linesOf(golden('xgboost.csv')).slice(0, 100));
  });

  it("gives Spark's features within one unit in the last place", async () => {
    expect(await createEndpoint(server.client, 'features')).toBe('InService');
    const made = linesOf(Buffer.from(await invoke(server.client, 'features', rows.join('\n'))));
    const expected = linesOf(golden('sparkml.csv'));
    expect(made).toHaveLength(expected.length);
    for (const [index, line] of expected.entries()) {
      const numbers = (made[index] as string).split(',').map(Number);
      for (const [at, text] of line.split(',').entries()) {
        const difference = Math.abs((numbers[at] as number) - Number(text));
        expect(difference, `row ${index} feature ${at}`).toBeLessThanOrEqual(Math.abs(Number(text)) * 2 ** -52);
      }
    }
  });
});

describe('native batch', () => {
  it('transforms all rows in the order of the input, by either strategy', async () => {
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/input/requests.csv',
      service: 's3',
      body: readExample('requests.csv'),
    });
    for (const strategy of ['MultiRecord', 'SingleRecord']) {
      const job = await transform(server.client, `pair-${strategy}`, {
        ModelName: 'pair',
        BatchStrategy: strategy,
        ...csvLines('s3://diamonds/input/', `s3://diamonds/${strategy}/`),
      });
      expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
      const { body } = await server.client.send({
        method: 'GET',
        path: `/diamonds/${strategy}/requests.csv.out`,
        service: 's3',
      });
      expect(linesOf(body)).toEqual(linesOf(golden('xgboost.csv')));
    }
  });

  it('takes its objects from a manifest', async () => {
    for (const [at, key] of ['m/one.csv', 'm/deep/two.csv'].entries()) {
      await server.client.send({ method: 'PUT', path: `/diamonds/${key}`, service: 's3', body: `${rows[at]}\n` });
    }
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/manifest.json',
      service: 's3',
      body: JSON.stringify([{ prefix: 's3://diamonds/m/' }, 'one.csv', 'deep/two.csv']),
    });
    const job = await transform(server.client, 'pair-manifest', {
      ModelName: 'pair',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://diamonds/manifest.json' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://diamonds/m-out', AssembleWith: 'Line' },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const expected = linesOf(golden('xgboost.csv'));
    for (const [at, key] of ['one.csv.out', 'deep/two.csv.out'].entries()) {
      const { body } = await server.client.send({ method: 'GET', path: `/diamonds/m-out/${key}`, service: 's3' });
      expect(body.toString()).toBe(`${expected[at]}\n`);
    }
  });

  it('reads JSON Lines, whole objects too', async () => {
    const lines = linesOf(golden('requests.jsonl'));
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/jsonl/rows.jsonl',
      service: 's3',
      body: `${lines.join('\n')}\n`,
    });
    for (const split of ['Line', 'None']) {
      const job = await transform(server.client, `pair-jsonl-${split}`, {
        ModelName: 'pair',
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/jsonl/' } },
          ContentType: 'application/jsonlines',
          SplitType: split,
        },
        TransformOutput: { S3OutputPath: `s3://diamonds/jsonl-${split}`, AssembleWith: split },
      });
      expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
      const { body } = await server.client.send({
        method: 'GET',
        path: `/diamonds/jsonl-${split}/rows.jsonl.out`,
        service: 's3',
      });
      expect(linesOf(body), split).toEqual(linesOf(golden('xgboost.csv')).slice(0, lines.length));
    }
  });

  it('fails an object whose record is too large for one request, by number', async () => {
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/large/l.csv',
      service: 's3',
      body: `${rows[0]}\n${'9'.repeat(1_100_000)}\n`,
    });
    const job = await transform(server.client, 'pair-large', {
      ModelName: 'pair',
      MaxPayloadInMB: 1,
      ...csvLines('s3://diamonds/large/', 's3://diamonds/large-out'),
    });
    expect(job).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringContaining('Record 2 is larger than 1MB') as string,
    });
  });

  it('joins each answer to its row', async () => {
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/joined/rows.csv',
      service: 's3',
      body: `id-1,${rows[0]}\nid-2,${rows[1]}\n`,
    });
    const job = await transform(server.client, 'pair-joined', {
      ModelName: 'pair',
      ...csvLines('s3://diamonds/joined/', 's3://diamonds/joined-out'),
      DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const { body } = await server.client.send({
      method: 'GET',
      path: '/diamonds/joined-out/rows.csv.out',
      service: 's3',
    });
    const expected = linesOf(golden('xgboost.csv'));
    expect(body.toString()).toBe(`id-1,${expected[0]}\nid-2,${expected[1]}\n`);
  });

  it('reads gzip, and the whole batch file equals in number', async () => {
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/gz/batch.csv.gz',
      service: 's3',
      body: readExample('batch.csv.gz'),
    });
    const job = await transform(server.client, 'pair-gz', {
      ModelName: 'pair',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/gz/' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
        CompressionType: 'Gzip',
      },
      TransformOutput: { S3OutputPath: 's3://diamonds/gz-out', AssembleWith: 'Line' },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const { body } = await server.client.send({
      method: 'GET',
      path: '/diamonds/gz-out/batch.csv.gz.out',
      service: 's3',
    });
    expect(linesOf(body)).toHaveLength(linesOf(gunzipSync(readExample('batch.csv.gz'))).length);
  });

  it('names object, record and container of a bad line, and stores nothing of that object', async () => {
    const bad = [...rows.slice(0, 700), 'not,enough', ...rows.slice(700, 900)].join('\n');
    await server.client.send({ method: 'PUT', path: '/diamonds/bad/bad.csv', service: 's3', body: bad });
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/bad/good.csv',
      service: 's3',
      body: rows.slice(0, 5).join('\n'),
    });
    const job = await transform(server.client, 'pair-bad', {
      ModelName: 'pair',
      ...csvLines('s3://diamonds/bad/', 's3://diamonds/bad-out'),
    });
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(
      /^ClientError: See job logs for more information\. diamonds\/bad\/bad\.csv record 701: Container 1 of 2 .*\. It is image ".*sagemaker-sparkml-serving:3\.3", column "carat", value "not"\. On this server: catenary logs pair-bad\.$/,
    );
    await expect(
      server.client.send({ method: 'GET', path: '/diamonds/bad-out/bad.csv.out', service: 's3' }),
    ).rejects.toThrow();
    const { body } = await server.client.send({ method: 'GET', path: '/diamonds/bad-out/good.csv.out', service: 's3' });
    expect(linesOf(body)).toEqual(linesOf(golden('xgboost.csv')).slice(0, 5));
  });
});
