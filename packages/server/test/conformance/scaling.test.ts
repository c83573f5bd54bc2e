import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { invoke, untilSettled } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** A container that a command starts has as many copies as alarms say. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-scaling-'));
const program = resolve(import.meta.dirname, '../suites/doubling-container.mjs');
let server: TestServer;
const clients = await findPythonEnvironment();

beforeAll(async () => {
  const image = { match: '*/doubler:*', command: [process.execPath, program], readable: [program] };
  writeFileSync(join(folder, 'catenary.yaml'), `images: [${JSON.stringify(image)}]\n`);
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
  const { client } = server;
  const name = 'doubler';
  await client.operation('CreateModel', { ModelName: name, PrimaryContainer: { Image: 'registry/doubler:1' } });
  await client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'v', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
  });
  for (const endpoint of [name, 'sleeper']) {
    await client.operation('CreateEndpoint', { EndpointName: endpoint, EndpointConfigName: name });
    expect(await untilSettled(client, endpoint)).toBe('InService');
  }
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

it.skipIf(clients === undefined)(titleOf('boto3-scaling'), async () => {
  const script = join(import.meta.dirname, 'scaling.py');
  const { stdout } = await run(clients?.python ?? '', [script], { env: server.environment, timeout: 120_000 });
  const done = (count: number) => [
    'Successful',
    `Successfully set desired instance count to ${count}. Change successfully fulfilled by sagemaker.`,
  ];
  expect(JSON.parse(stdout)).toEqual({
    before: [1, 1],
    // ceil(1 * 250 / 100) = 3.
    out: [3, 3],
    'cooling down': [3, 3],
    // ceil(3 * 10 / 100) = 1, one at a time.
    in: [2, 2],
    bound: [1, 1],
    activities: [
      ['Setting desired instance count to 1.', 'maximum capacity was set to 1', ...done(1)],
      ['Setting desired instance count to 2.', 'monitor alarm LOW in state ALARM triggered policy track', ...done(2)],
      ['Setting desired instance count to 3.', 'monitor alarm HIGH in state ALARM triggered policy track', ...done(3)],
    ],
  });
});

it.skipIf(clients === undefined)(
  'boto3 sees a variant sleep without instances, and its requests wait for the first one (needs it from PyPI)',
  async () => {
    const script = join(import.meta.dirname, 'scale-to-zero.py');
    const options = { env: server.environment, timeout: 120_000 };
    const { stdout } = await run(clients?.python ?? '', [script, 'sleeper'], options);
    const none = (why: string) =>
      `ValidationError: Variant v has no capacity to process this request: it has 0 instances, and ${why}. ` +
      'Give it some by UpdateEndpointWeightsAndCapacities.';
    expect(JSON.parse(stdout)).toEqual({
      'without a target': 'ValidationException',
      cycles: [
        [
          [0, 1],
          [0, 1],
          [0, 1],
        ],
        0,
      ],
      activity: ['Setting desired instance count to 1.', 'a request came while there was no instance'],
      suspended: none('scaling out is suspended (DynamicScalingOutSuspended)'),
      again: '2',
      deregistered: none('no scalable target is registered for it'),
      'by hand': [2, '2'],
      later: [[0, 0, 0], '42'],
    });
  },
  150_000,
);

it('a variant sleeps on after a restart, until a request wakes it; an update that comes meanwhile takes the requests that wait', async () => {
  const endpoint = 'restarted';
  const call = (operation: string, input: object) => server.client.operation(operation, input);
  await call('CreateEndpoint', { EndpointName: endpoint, EndpointConfigName: 'doubler' });
  expect(await untilSettled(server.client, endpoint)).toBe('InService');
  const target = {
    ServiceNamespace: 'sagemaker',
    ResourceId: `endpoint/${endpoint}/variant/v`,
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    MinCapacity: 0,
    MaxCapacity: 2,
  };
  await server.client.operation('RegisterScalableTarget', target, 'application-autoscaling');
  const sleep = async () => {
    const DesiredWeightsAndCapacities = [{ VariantName: 'v', DesiredInstanceCount: 0 }];
    await call('UpdateEndpointWeightsAndCapacities', { EndpointName: endpoint, DesiredWeightsAndCapacities });
    expect(await untilSettled(server.client, endpoint)).toBe('InService');
  };
  await sleep();
  await server.stop();
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')], data: server.data });
  const { ProductionVariants: variants } = await call('DescribeEndpoint', { EndpointName: endpoint });
  expect(variants).toMatchObject([{ CurrentInstanceCount: 0, DesiredInstanceCount: 0 }]);
  expect(await invoke(server.client, endpoint, '21')).toBe('42');
  await untilSettled(server.client, endpoint);
  await sleep();
  // The update is under way before the request comes, so that nothing can wake the former variant.
  await call('UpdateEndpoint', { EndpointName: endpoint, EndpointConfigName: 'doubler' });
  expect(await invoke(server.client, endpoint, '4')).toBe('8');
  expect(await untilSettled(server.client, endpoint)).toBe('InService');
}, 120_000);
