import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SageMakerClient, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createDiamondsModel,
  createEndpoint,
  golden,
  linesOf,
  readExample,
  untilSettled,
} from '../support/diamonds.ts';
import { gatedContainer } from '../support/gated-container.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Serverless endpoints: no instances, a limit of requests at once. */
const container = gatedContainer();
const config = { MemorySizeInMB: 2048, MaxConcurrency: 1 };
let server: TestServer;
let runtime: SageMakerRuntimeClient;

beforeAll(async () => {
  const path = join(container.folder, 'catenary.yaml');
  writeFileSync(path, `images:\n${container.imageRule}`);
  server = await startTestServer({ args: ['--config', path] });
  runtime = new SageMakerRuntimeClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  await createDiamondsModel(server.client, 'native', ['sparkml', 'xgboost']);
  const gated = { ModelName: 'gated', PrimaryContainer: { Image: 'registry/gated:1' } };
  await server.client.operation('CreateModel', gated);
});
afterAll(async () => {
  runtime.destroy();
  await server.stop();
  removeData(server);
  container.remove();
});

const createConfig = (name: string, variants: readonly object[], more: object = {}) =>
  server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: variants.map((variant) => ({ VariantName: 'AllTraffic', ModelName: name, ...variant })),
    ...more,
  });

async function createServerless(name: string): Promise<void> {
  await createConfig(name, [{ ServerlessConfig: config }]);
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  expect(await untilSettled(server.client, name)).toBe('InService');
}

const invoke = async (EndpointName: string, Body: string) => {
  const request = { EndpointName, Body: Buffer.from(Body), ContentType: 'text/csv' };
  return Buffer.from((await runtime.send(new InvokeEndpointCommand(request))).Body).toString();
};

it('answers at once by a chain of native containers, and is described without instances', async () => {
  await createServerless('native');
  const rows = readExample('requests.csv');
  expect((await invoke('native', linesOf(rows)[0] as string)).trim()).toBe(linesOf(golden('xgboost.csv'))[0]);
  const { ProductionVariants } = await server.client.operation('DescribeEndpoint', { EndpointName: 'native' });
  const [variant] = ProductionVariants as Record<string, unknown>[];
  expect(variant).toMatchObject({ CurrentServerlessConfig: config, DesiredServerlessConfig: config });
  expect(variant).not.toHaveProperty('CurrentInstanceCount');
  await expect(invoke('native', 'x'.repeat(4 * 1024 ** 2 + 1))).rejects.toMatchObject({ name: 'ValidationError' });
});

it('throttles what exceeds its concurrency, and goes on when there is room', async () => {
  await createServerless('gated');
  const first = invoke('gated', 'a');
  await until(async () => (container.begun().length === 1 ? true : undefined));
  await expect(invoke('gated', 'b')).rejects.toMatchObject({
    name: 'ThrottlingException',
    message: 'Rate exceeded: endpoint gated answers 1 requests at once (MaxConcurrency).',
    $metadata: { httpStatusCode: 429 },
  });
  container.open('a');
  expect(await first).toContain('a;1;');
  expect(await invoke('gated', 'free')).toContain('free;4;');
});

it('answers more at once when it may, without a deployment', async () => {
  const runtimeOf = async () => {
    const { ProductionVariants, EndpointStatus } = await server.client.operation('DescribeEndpoint', {
      EndpointName: 'gated',
    });
    return [EndpointStatus, (ProductionVariants as Record<string, unknown>[])[0]];
  };
  const control = new SageMakerClient({ endpoint: server.url, region: 'us-east-1', credentials });
  const update = (
    ServerlessUpdateConfig: { MaxConcurrency?: number; ProvisionedConcurrency?: number },
    name = 'gated',
  ) =>
    control.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: name,
        DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', ServerlessUpdateConfig }],
      }),
    );
  await update({ MaxConcurrency: 2 });
  const wanted = { ...config, MaxConcurrency: 2 };
  expect(await runtimeOf()).toMatchObject([
    'InService',
    { CurrentServerlessConfig: wanted, DesiredServerlessConfig: wanted },
  ]);
  const answers = ['c', 'd'].map((name) => invoke('gated', name));
  await until(async () => (['c', 'd'].every((name) => container.begun().includes(name)) ? true : undefined));
  await expect(invoke('gated', 'e')).rejects.toMatchObject({
    message: 'Rate exceeded: endpoint gated answers 2 requests at once (MaxConcurrency).',
  });
  for (const name of ['c', 'd']) container.open(name);
  expect(await Promise.all(answers)).toHaveLength(2);
  await expect(update({ ProvisionedConcurrency: 3 })).rejects.toThrow(
    'keeps at most MaxConcurrency (2) provisioned, not 3',
  );
  control.destroy();
});

it('is refused what serverless endpoints do not have', async () => {
  const one = { ServerlessConfig: config };
  const refused = (variants: readonly object[], message: string, more: object = {}) =>
    expect(createConfig('gated', variants, more)).rejects.toThrow(`An endpoint with ServerlessConfig ${message}`);
  await refused([one, { VariantName: 'b', InitialInstanceCount: 1 }], 'has one variant, and no shadow.');
  await refused([{ ...one, InitialInstanceCount: 1 }], 'has no instances: leave out InitialInstanceCount.');
  await refused([{ ServerlessConfig: { ...config, MemorySizeInMB: 1500 } }], 'has 1024, 2048, 3072,');
  await refused([{ ServerlessConfig: { ...config, ProvisionedConcurrency: 2 } }], 'keeps at most MaxConcurrency (1)');
  const later = { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/out' } } };
  await refused([one], 'takes no asynchronous requests: leave out AsyncInferenceConfig.', later);
});

it('does not come of an endpoint with instances', async () => {
  await createDiamondsModel(server.client, 'instances', ['sparkml']);
  expect(await createEndpoint(server.client, 'instances')).toBe('InService');
  const update = { EndpointName: 'instances', EndpointConfigName: 'native' };
  await expect(server.client.operation('UpdateEndpoint', update)).rejects.toThrow(
    'An endpoint with instances cannot be updated to a serverless one: create an endpoint of its own.',
  );
  await server.client.operation('UpdateEndpoint', { EndpointName: 'native', EndpointConfigName: 'instances' });
  expect(await untilSettled(server.client, 'native')).toBe('InService');
});
