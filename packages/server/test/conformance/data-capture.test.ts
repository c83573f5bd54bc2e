import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDiamondsModel,
  diamondsContainer,
  golden,
  invoke,
  linesOf,
  readExample,
  untilSettled,
} from '../support/diamonds.ts';
import { listKeys } from '../support/list-keys.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** DataCaptureConfig of endpoints, read back from the bucket after the server has ended and written what it had. */
let server: TestServer;
const [row] = linesOf(readExample('requests.csv')) as [string];
const [expected] = linesOf(golden('xgboost.csv')) as [string];

const capture = (rest: object = {}) => ({
  InitialSamplingPercentage: 100,
  DestinationS3Uri: 's3://diamonds/captured',
  CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
  CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
  ...rest,
});

const configure = (name: string, DataCaptureConfig: object, ModelName = 'pair') =>
  server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName }],
    DataCaptureConfig,
  });

async function create(name: string, config = name): Promise<void> {
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: config });
  expect(await untilSettled(server.client, name)).toBe('InService');
}

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  await server.client.operation('CreateModel', {
    ModelName: 'steps',
    Containers: (['sparkml', 'xgboost'] as const).map((part) => {
      const container = diamondsContainer(part);
      return { ...container, Environment: { ...container.Environment, CATENARY_CAPTURE_STEPS: 'all' } };
    }),
  });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

/** What was captured of an endpoint, after a stop and a start. */
async function captured(name: string): Promise<{ keys: string[]; lines: Record<string, unknown>[] }> {
  await server.stop();
  server = await startTestServer({ data: server.data });
  const keys = await listKeys(server.client, 'diamonds', `captured/${name}/`);
  const lines: Record<string, unknown>[] = [];
  for (const key of keys) {
    const found = await server.client.send({ method: 'GET', path: `/diamonds/${key}`, service: 's3' });
    lines.push(...linesOf(found.body).map((line) => JSON.parse(line) as Record<string, unknown>));
  }
  return { keys, lines };
}

describe('data capture of endpoints', () => {
  it('writes every request and its answer, as the service does', async () => {
    await configure('all', capture());
    await create('all');
    expect(await server.client.operation('DescribeEndpoint', { EndpointName: 'all' })).toMatchObject({
      DataCaptureConfig: {
        EnableCapture: true,
        CaptureStatus: 'Started',
        CurrentSamplingPercentage: 100,
        DestinationS3Uri: 's3://diamonds/captured',
        KmsKeyId: '',
      },
    });
    for (let at = 0; at < 20; at++)
      await invoke(server.client, 'all', row, { 'x-amzn-sagemaker-inference-id': `id-${at}` });
    await expect(invoke(server.client, 'all', 'not,a,diamond')).rejects.toThrow();
    const { keys, lines } = await captured('all');
    for (const key of keys)
      expect(key).toMatch(/^captured\/all\/AllTraffic\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/);
    expect(lines).toHaveLength(20);
    expect(lines[7]).toEqual({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: row, encoding: 'CSV' },
        endpointOutput: {
          observedContentType: expect.stringMatching(/^text\/csv/) as string,
          mode: 'OUTPUT',
          data: `${expected}\n`,
          encoding: 'CSV',
        },
      },
      eventMetadata: {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        inferenceId: 'id-7',
        inferenceTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      },
      eventVersion: '0',
    });
  });

  it('takes the modes and the share that are asked for', async () => {
    await configure('half', capture({ InitialSamplingPercentage: 50, CaptureOptions: [{ CaptureMode: 'Output' }] }));
    await create('half');
    for (let at = 0; at < 200; at++) await invoke(server.client, 'half', row);
    const { lines } = await captured('half');
    // Binomial(200, 0.5): six standard deviations of 7.07 around 100.
    expect(lines.length).toBeGreaterThan(57);
    expect(lines.length).toBeLessThan(143);
    for (const { captureData } of lines) expect(Object.keys(captureData as object)).toEqual(['endpointOutput']);
  });

  it('records every boundary of the chain with CATENARY_CAPTURE_STEPS', async () => {
    await configure('steps', capture({ CaptureOptions: [{ CaptureMode: 'InputAndOutput' }] }), 'steps');
    await create('steps');
    expect(await invoke(server.client, 'steps', row)).toBe(`${expected}\n`);
    const { lines } = await captured('steps');
    const steps = lines[0]?.steps as { container: string; data: string }[];
    expect(steps.map(({ container }) => container)).toEqual(['container-1', 'container-2']);
    // What SparkML hands on to XGBoost, and what XGBoost answers.
    expect(steps[0]?.data.split(',').length).toBeGreaterThan(1);
    expect(steps[1]?.data).toBe(`${expected}\n`);
  });

  it('warms up what is started later', async () => {
    const { keys } = await captured('all');
    const warm = async (name: string, uri: string) => {
      await server.client.operation('CreateModel', {
        ModelName: name,
        Containers: (['sparkml', 'xgboost'] as const).map((part) => {
          const container = diamondsContainer(part);
          return { ...container, Environment: { ...container.Environment, CATENARY_WARMUP: uri } };
        }),
      });
      await server.client.operation('CreateEndpointConfig', {
        EndpointConfigName: name,
        ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: name }],
      });
      await create(name);
      const lines = server.log().split('\n');
      return JSON.parse(lines.find((line) => line.includes('warmed up')) ?? '{}') as Record<string, unknown>;
    };
    expect(await warm('warm', `s3://diamonds/${keys[0]}`)).toMatchObject({
      requests: 20,
      failed: 0,
      variant: 'AllTraffic',
    });
    await server.stop();
    server = await startTestServer({ data: server.data });
    await until(async () => (server.log().includes('warmed up') ? true : undefined));
    expect(await warm('cold', 's3://diamonds/none.csv')).toMatchObject({ msg: 'endpoint warmed up' });
    expect(server.log()).toContain('endpoint could not be warmed up');
  });

  it('can be kept by an update, or changed', async () => {
    await configure('off', capture({ EnableCapture: false }));
    await configure('other', capture({ InitialSamplingPercentage: 7 }));
    await create('kept', 'off');
    const describe = async () =>
      (await server.client.operation('DescribeEndpoint', { EndpointName: 'kept' })).DataCaptureConfig;
    expect(await describe()).toMatchObject({ EnableCapture: false, CaptureStatus: 'Stopped' });
    const update = async (rest: object) => {
      await server.client.operation('UpdateEndpoint', { EndpointName: 'kept', EndpointConfigName: 'other', ...rest });
      expect(await untilSettled(server.client, 'kept')).toBe('InService');
    };
    await update({ RetainAllVariantProperties: true });
    expect(await describe()).toMatchObject({ EnableCapture: false });
    const ExcludeRetainedVariantProperties = [{ VariantPropertyType: 'DataCaptureConfig' }];
    await update({ RetainAllVariantProperties: true, ExcludeRetainedVariantProperties });
    expect(await describe()).toMatchObject({ EnableCapture: true, CurrentSamplingPercentage: 7 });
  });

  it('is refused without a bucket to write to', async () => {
    const config = capture({ DestinationS3Uri: 'https://a/b' });
    await expect(configure('nowhere', config)).rejects.toThrow('"https://a/b" is not an S3 URI');
  });
});
