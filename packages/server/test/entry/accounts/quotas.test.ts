import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, type ApiError } from '../../../src/entry/cli/api-client.ts';
import { createDiamondsModel, diamondsContainer, readExample, uploadDiamonds } from '../../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-quotas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pairs = ['111111111111', '222222222222'].map((account) => ({
  accessKeyId: `KEY${account}`,
  secretAccessKey: `secret of ${account}`,
  account,
}));
const keysFile = join(folder, 'keys.yaml');
writeFileSync(keysFile, JSON.stringify(pairs));
const clientsOf = (server: TestServer) => pairs.map((pair) => new ApiClient(server.url, pair, 'us-east-1'));

/** Status and message of the error of a call; undefined if there is none. */
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: ApiError) => `${error.status}: ${error.message}`,
  );

describe('an account beside others', () => {
  let server: TestServer;
  let [reds, blues]: ApiClient[] = [];
  beforeAll(async () => {
    server = await startTestServer({ args: ['--keys-file', keysFile], env: { CATENARY_MAX_CALL_RATE: '0.5' } });
    [reds, blues] = clientsOf(server);
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  it('is throttled where it calls too often, and the others are not', async () => {
    const codes: (string | undefined)[] = [];
    // Five may come at once, and then one each two seconds: 60 would take 110 s.
    for (let at = 0; at < 60; at++) codes.push(await codeOf(reds?.operation('ListModels', {}) as Promise<unknown>));
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(codes).toContain('429: Rate exceeded. This account calls more often than maxCallRate allows.');
    expect(await codeOf(blues?.operation('ListModels', {}) as Promise<unknown>)).toBeUndefined();
  });

  it('may read and write its objects all the same, ten times as often', async () => {
    const sent = await reds?.send({ method: 'PUT', path: '/bucket-of-reds', service: 's3' });
    expect(sent?.status).toBe(200);
    const list = (client?: ApiClient) =>
      codeOf(client?.send({ method: 'GET', path: '/', service: 's3' }) as Promise<unknown>);
    const codes: (string | undefined)[] = [];
    // Fifty may come at once, and then five a second: 500 would take 90 s.
    for (let at = 0; at < 500 && codes.at(-1) === undefined; at++) codes.push(await list(reds));
    expect(codes.slice(0, 49)).toEqual(Array.from({ length: 49 }, () => undefined));
    expect(codes.at(-1)).toBe('503: Rate exceeded. This account calls more often than maxCallRate allows.');
    expect(await list(blues)).toBeUndefined();
  });
});

describe('an account with quotas', () => {
  let server: TestServer;
  beforeAll(async () => {
    const env = {
      CATENARY_MAX_MODELS: '2',
      CATENARY_MAX_ENDPOINTS: '1',
      CATENARY_MAX_TRANSFORM_JOBS: '1',
      CATENARY_DELAYS: 'aws',
    };
    server = await startTestServer({ args: ['--keys-file', keysFile], env });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  it('has no more models than it may, until one is deleted', async () => {
    const [reds, blues] = clientsOf(server) as [ApiClient, ApiClient];
    await uploadDiamonds(reds, ['xgboost']);
    const create = (name: string, client = reds) =>
      codeOf(client.operation('CreateModel', { ModelName: name, PrimaryContainer: diamondsContainer('xgboost') }));
    expect([await create('one'), await create('two')]).toEqual([undefined, undefined]);
    expect(await create('three')).toBe(
      "400: The account-level service limit 'Number of models' is 2, with current utilization of 2 and a request delta of 1. " +
        'Delete what is not needed any more, or ask who runs this server for a higher maxModels.',
    );
    await expect(reds.operation('DescribeModel', { ModelName: 'three' })).rejects.toThrow('Could not find model');
    await uploadDiamonds(blues, ['xgboost']);
    expect(await create('one', blues)).toBeUndefined();
    await reds.operation('DeleteModel', { ModelName: 'one' });
    expect(await create('three')).toBeUndefined();
  });

  it('has no more endpoints and open jobs than it may', async () => {
    const [, blues] = clientsOf(server) as [ApiClient, ApiClient];
    await createDiamondsModel(blues, 'priced', ['xgboost']);
    const variant = {
      VariantName: 'AllTraffic',
      ModelName: 'priced',
      InitialInstanceCount: 1,
      InstanceType: 'ml.m5.large',
    };
    await blues.operation('CreateEndpointConfig', { EndpointConfigName: 'priced', ProductionVariants: [variant] });
    const create = (name: string) =>
      codeOf(blues.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: 'priced' }));
    expect(await create('one')).toBeUndefined();
    expect(await create('two')).toMatch(/^400: .*'Number of endpoints' is 1, .*maxEndpoints\.$/);
    await blues.send({ method: 'PUT', path: '/diamonds/rows.csv', service: 's3', body: readExample('requests.csv') });
    // A job takes five seconds at least, with the delays of AWS.
    const transform = (name: string) =>
      codeOf(
        blues.operation('CreateTransformJob', {
          TransformJobName: name,
          ModelName: 'priced',
          TransformInput: {
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://diamonds/rows.csv' } },
            ContentType: 'text/csv',
          },
          TransformOutput: { S3OutputPath: 's3://diamonds/out' },
          TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
        }),
      );
    expect(await transform('one')).toBeUndefined();
    expect(await transform('two')).toMatch(/^400: .*'Number of transform jobs that have not ended' is 1, /);
  });
});
