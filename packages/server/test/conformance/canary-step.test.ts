import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDiamondsModel,
  diamondsContainer,
  invoke,
  linesOf,
  readExample,
  untilSettled,
} from '../support/diamonds.ts';
import { markedProcesses } from '../support/marked-processes.ts';
import { quietAlarm } from '../support/quiet-alarm.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Two versions of a chain that share all links but one. Each container doubles a number; its process has a word by which it is found. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-canary-step-'));
const program = resolve(import.meta.dirname, '../suites/doubling-container.mjs');
let server: TestServer;

const [row] = linesOf(readExample('requests.csv')) as [string];

const call = (name: string, input: object) => server.client.operation(name, input);
const mark = (name: string) => `${name}-of:${folder}`;
/** Without those of the sandbox around them. */
const count = (name: string) =>
  markedProcesses(mark(name)).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith(process.execPath),
  ).length;
const counts = () => ['first', 'second', 'renewed', 'third'].map(count);
const untilCounts = (expected: readonly number[]) =>
  until(async () => (JSON.stringify(counts()) === JSON.stringify(expected) ? true : undefined), 60_000);

const start = (data?: string) =>
  startTestServer({ args: ['--config', join(folder, 'catenary.yaml')], ...(data === undefined ? {} : { data }) });

/** A chain of three, the second of which is `second`. */
async function createVersion(name: string, second: string, environment: Record<string, string> = {}): Promise<void> {
  const images = ['first', second, 'third'].map((image) => ({ Image: `registry/${image}:1` }));
  await call('CreateModel', {
    ModelName: name,
    Containers: images.map((container, at) => (at === 1 ? { ...container, Environment: environment } : container)),
  });
  await call('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: name, ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 2 }],
  });
}

const canary = (WaitIntervalInSeconds: number, share = 50, rest: object = {}) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      CanarySize: { Type: 'CAPACITY_PERCENT', Value: share },
      WaitIntervalInSeconds,
    },
  },
  ...rest,
});
const update = (to: string, config: object | undefined) =>
  call('UpdateEndpoint', {
    EndpointName: 'chain',
    EndpointConfigName: to,
    ...(config !== undefined && { DeploymentConfig: config }),
  });
const untilBaking = () =>
  until(async () =>
    JSON.stringify(await call('DescribeEndpoint', { EndpointName: 'chain' })).includes('Baking') ? true : undefined,
  );

const alarm = (operation: string, input: object) =>
  server.client.operation(operation, { AlarmName: 'errors', ...input }, 'monitoring');

/** The versions that answered 40 requests, each of which is eight times what was sent. */
async function versions(): Promise<string[]> {
  const seen = new Set<string>();
  for (let at = 0; at < 40; at++) {
    const path = '/endpoints/chain/invocations';
    const headers = { 'content-type': 'text/csv' };
    const signed = server.client.sign({ method: 'POST', path, service: 'sagemaker', headers, body: String(at) });
    const answer = await fetch(server.url + path, { method: 'POST', headers: signed, body: String(at) });
    expect([answer.status, await answer.text()]).toEqual([200, String(8 * at)]);
    seen.add(String(answer.headers.get('x-amzn-invoked-production-variant')));
  }
  return [...seen].sort();
}

beforeAll(async () => {
  const images = ['first', 'second', 'renewed', 'third'].map((name) => ({
    match: `*/${name}:*`,
    command: [process.execPath, program, mark(name)],
    readable: [program],
  }));
  writeFileSync(join(folder, 'catenary.yaml'), `images: ${JSON.stringify(images)}\n`);
  server = await start();
  await createVersion('blue', 'second');
  await createVersion('green', 'renewed', { CATENARY_CANARY_STEP: 'container-2' });
  await createVersion('back', 'second', { CATENARY_CANARY_STEP: 'container-2' });
  await createVersion('elsewhere', 'renewed', { CATENARY_CANARY_STEP: 'container-3' });
  await call('CreateEndpoint', { EndpointName: 'chain', EndpointConfigName: 'blue' });
  expect(await untilSettled(server.client, 'chain')).toBe('InService');
}, 120_000);
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

describe('CATENARY_CANARY_STEP', () => {
  it('starts the new link alone, and both versions go through the others', async () => {
    expect(counts()).toEqual([2, 2, 0, 2]);
    await update('green', canary(4));
    await untilBaking();
    expect(counts()).toEqual([2, 2, 2, 2]);
    expect(await versions()).toEqual(['blue', 'green']);
    expect(await untilSettled(server.client, 'chain')).toBe('InService');
    await untilCounts([2, 0, 2, 2]);
    expect(await versions()).toEqual(['green']);
  }, 120_000);

  it('leaves the shared links running when the new version goes back', async () => {
    await alarm('PutMetricAlarm', quietAlarm);
    await update('back', canary(300, 50, { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] } }));
    await untilBaking();
    expect(counts()).toEqual([2, 2, 2, 2]);
    await alarm('SetAlarmState', { StateValue: 'ALARM', StateReason: 'said so' });
    expect(await untilSettled(server.client, 'chain')).toBe('InService');
    await untilCounts([2, 0, 2, 2]);
    expect(await versions()).toEqual(['green']);
  }, 120_000);

  it('shares them again after a restart in the middle, and answers with both versions alone', async () => {
    await update('back', canary(300));
    await untilBaking();
    await server.stop('SIGKILL');
    server = await start(server.data);
    expect(await versions()).toEqual(['back', 'green']);
    expect(counts()).toEqual([2, 2, 2, 2]);
  }, 120_000);

  it('is refused where more than that link differs', async () => {
    await call('CreateEndpoint', { EndpointName: 'other', EndpointConfigName: 'blue' });
    await untilSettled(server.client, 'other');
    const to = (EndpointConfigName: string, DeploymentConfig: object) =>
      call('UpdateEndpoint', { EndpointName: 'other', EndpointConfigName, DeploymentConfig });
    await expect(to('elsewhere', canary(1))).rejects.toThrow(
      'CATENARY_CANARY_STEP has the other containers shared by both versions: container container-2 differs, and only container container-3 may.',
    );
    const size = { Type: 'CAPACITY_PERCENT', Value: 50 };
    const rolling = { RollingUpdatePolicy: { MaximumBatchSize: size, WaitIntervalInSeconds: 1 } };
    await expect(to('green', rolling)).rejects.toThrow('give BlueGreenUpdatePolicy');
  }, 120_000);

  it('shares native links, too', async () => {
    await createDiamondsModel(server.client, 'native', ['sparkml', 'xgboost']);
    const [features, model] = [diamondsContainer('sparkml'), diamondsContainer('xgboost')];
    const Environment = { ...(model as { Environment?: object }).Environment, CATENARY_CANARY_STEP: 'container-2' };
    await call('CreateModel', { ModelName: 'native-2', Containers: [features, { ...model, Environment }] });
    for (const name of ['native', 'native-2'])
      await call('CreateEndpointConfig', {
        EndpointConfigName: name,
        ProductionVariants: [{ VariantName: name, ModelName: name, InitialInstanceCount: 1 }],
      });
    await call('CreateEndpoint', { EndpointName: 'native', EndpointConfigName: 'native' });
    expect(await untilSettled(server.client, 'native')).toBe('InService');
    const before = await invoke(server.client, 'native', row);
    await call('UpdateEndpoint', {
      EndpointName: 'native',
      EndpointConfigName: 'native-2',
      DeploymentConfig: canary(1),
    });
    expect(await untilSettled(server.client, 'native')).toBe('InService');
    expect(await invoke(server.client, 'native', row)).toEqual(before);
  }, 120_000);
});
