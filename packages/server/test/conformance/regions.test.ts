import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

/** Names are unique for each account and region, as in the service: clients of two regions do not meet. */
let server: TestServer;
let other: ApiClient;
const [row] = linesOf(readExample('requests.csv')) as [string];
const [answer] = linesOf(golden('xgboost.csv')) as [string];

beforeAll(async () => {
  server = await startTestServer();
  other = new ApiClient(server.url, credentials, 'eu-west-1');
  await createDiamondsModel(server.client, 'same', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'same');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

it('a name that is taken in one region is free in another', async () => {
  await expect(other.operation('DescribeModel', { ModelName: 'same' })).rejects.toThrow('Could not find model');
  await createDiamondsModel(other, 'same', ['sparkml']);
  expect(await other.operation('DescribeModel', { ModelName: 'same' })).toMatchObject({
    ModelArn: 'arn:aws:sagemaker:eu-west-1:000000000000:model/same',
  });
  expect(await server.client.operation('DescribeModel', { ModelName: 'same' })).toMatchObject({
    ModelArn: 'arn:aws:sagemaker:us-east-1:000000000000:model/same',
    Containers: [{}, {}],
  });
});

it('an endpoint answers callers of its region', async () => {
  await expect(invoke(other, 'same', row)).rejects.toThrow('Endpoint same of account 000000000000 not found.');
  await createEndpoint(other, 'same');
  expect((await invoke(other, 'same', row)).split(',')).toHaveLength(29); // the features: SparkML alone
  expect(await invoke(server.client, 'same', row)).toBe(`${answer}\n`);
});

it('lists show the region of the caller, and deleting there leaves the others', async () => {
  const names = async (client: ApiClient) => {
    const { Models: models } = (await client.operation('ListModels', {})) as { Models: { ModelName: string }[] };
    return models.map(({ ModelName: name }) => name);
  };
  await other.operation('CreateModel', {
    ModelName: 'second',
    PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/xgboost.tar.gz' },
  });
  expect((await names(other)).sort()).toEqual(['same', 'second']);
  expect(await names(server.client)).toEqual(['same']);
  await other.operation('DeleteModel', { ModelName: 'same' });
  await other.operation('DeleteEndpoint', { EndpointName: 'same' });
  expect(await names(server.client)).toEqual(['same']);
  expect(await invoke(server.client, 'same', row)).toBe(`${answer}\n`);
});

it('transform jobs have a name each, and a log each', async () => {
  const put = (body: string) => server.client.send({ method: 'PUT', path: '/diamonds/in/a.csv', service: 's3', body });
  await put(`${row}\n`);
  const job = (output: string) => csvLines('s3://diamonds/in/', `s3://diamonds/${output}`);
  for (const [client, model] of [
    [server.client, 'same'],
    [other, 'second'],
  ] as const)
    expect(await transform(client, 'job', { ...job(model), ModelName: model })).toMatchObject({
      TransformJobStatus: model === 'same' ? 'Completed' : 'Failed', // XGBoost alone does not read words
    });
  const { body } = await server.client.send({ method: 'GET', path: '/diamonds/same/a.csv.out', service: 's3' });
  expect(body.toString()).toBe(`${answer}\n`);
});
