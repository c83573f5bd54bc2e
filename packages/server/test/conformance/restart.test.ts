import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';
import { createTransformJob, csvLines, recordsOf } from '../support/transform-job.ts';

/** SIGKILL, start again: every acknowledged resource is there, endpoints come back, jobs continue. */
let server: TestServer;
const [row] = linesOf(readExample('requests.csv')) as [string];
const [expected] = linesOf(golden('xgboost.csv')) as [string];

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'kept', 'pair');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

describe('after SIGKILL', () => {
  it('endpoints answer again by themselves, even if model and archive are gone', async () => {
    await server.client.operation('AddTags', {
      ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/kept',
      Tags: [{ Key: 'team', Value: 'ml' }],
    });
    await server.client.operation('DeleteModel', { ModelName: 'pair' });
    await server.client.operation('DeleteEndpointConfig', { EndpointConfigName: 'kept' });
    await server.client.send({ method: 'DELETE', path: '/diamonds/xgboost.tar.gz', service: 's3' });
    await server.stop('SIGKILL');
    server = await startTestServer({ data: server.data });
    // Ready is said when they are there: none is still being loaded.
    expect(JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8'))).toEqual({
      url: server.url,
      pid: expect.any(Number) as number,
      tlsCert: '',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      accessKeyId: 'AKIATEST',
      region: 'us-east-1',
    });
    // The very first request waits for the chain instead of failing.
    expect(await invoke(server.client, 'kept', row)).toBe(`${expected}\n`);
    expect(await server.client.operation('DescribeEndpoint', { EndpointName: 'kept' })).toMatchObject({
      EndpointStatus: 'InService',
    });
    expect(
      await server.client.operation('ListTags', {
        ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/kept',
      }),
    ).toEqual({
      Tags: [{ Key: 'team', Value: 'ml' }],
    });
  });

  it('a transform job continues and its output is whole', async () => {
    await createDiamondsModel(server.client, 'again', ['sparkml', 'xgboost']);
    const rows = readExample('requests.csv').toString().trimEnd();
    const times = 200;
    await server.client.send({
      method: 'PUT',
      path: '/diamonds/in/many.csv',
      service: 's3',
      body: Array.from({ length: times }, () => rows).join('\n'),
    });
    await createTransformJob(server.client, 'long', {
      ModelName: 'again',
      ...csvLines('s3://diamonds/in/', 's3://diamonds/out'),
    });
    await until(async () => ((await recordsOf(server.client, 'long')) > 0 ? true : undefined));
    await server.stop('SIGKILL');
    server = await startTestServer({ data: server.data });
    const job = await until(async () => {
      const found = await server.client.operation('DescribeTransformJob', { TransformJobName: 'long' });
      return found.TransformJobStatus === 'InProgress' ? undefined : found;
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const { body } = await server.client.send({ method: 'GET', path: '/diamonds/out/many.csv.out', service: 's3' });
    const once = linesOf(golden('xgboost.csv'));
    expect(linesOf(body)).toEqual(Array.from({ length: times }, () => once).flat());
  });

  it('keeps the archives of what runs, and only those', async () => {
    // Of the endpoint: SparkML and XGBoost. The finished job's and the deleted model's are gone.
    expect(readdirSync(join(server.data, 'artifacts'))).toHaveLength(2);
  });

  it('a second server does not get the data folder of a running one', async () => {
    await expect(startTestServer({ data: server.data })).rejects.toThrow(
      `Another server has the data folder ${server.data} (process ${server.pid}, at ${server.url}): stop it`,
    );
  });

  it('SIGTERM ends it with status 0', async () => {
    expect(await server.stop('SIGTERM')).toBe(0);
    server = await startTestServer({ data: server.data });
  });
});
