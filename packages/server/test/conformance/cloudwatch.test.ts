import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** What endpoints do, and what callers put there, is read by clients of CloudWatch. */
let server: TestServer;
const clients = await findPythonEnvironment();
const [row] = linesOf(readExample('requests.csv')) as [string];

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'diamonds');
  for (let count = 0; count < 3; count++) await invoke(server.client, 'diamonds', row);
  await expect(invoke(server.client, 'diamonds', 'bad')).rejects.toThrow('client error (400)');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const python = async (script: string): Promise<Record<string, unknown>> => {
  const { stdout } = await run(clients?.python ?? '', [join(import.meta.dirname, script)], {
    env: server.environment,
    timeout: 120_000,
  });
  return JSON.parse(stdout) as Record<string, unknown>;
};

it.skipIf(clients === undefined)('boto3 reads metrics of an endpoint and of its own (needs it from PyPI)', async () => {
  const { endpoint, own, listed, containers, refused } = await python('cloudwatch.py');
  expect(endpoint).toEqual({
    all: ['Invocations', [4], 'Complete'],
    bad: ['Invocation4XXErrors', [1], 'Complete'],
    slow: ['ModelLatency', [expect.any(Number)], 'Complete'],
    rate: ['errors, %', [25], 'Complete'],
  });
  expect(own).toEqual([
    // 1 + 2 + ... + 300 = 300 * 301 / 2
    [
      {
        SampleCount: 300,
        Sum: 45_150,
        Average: 150.5,
        Minimum: 1,
        Maximum: 300,
        Unit: 'Count',
        ExtendedStatistics: { p100: 300 },
      },
    ],
    // 3 * 1 + 5 + 30
    [{ SampleCount: 14, Sum: 38, Unit: 'None' }],
  ]);
  expect(listed).toEqual([
    'ContainerLatency',
    'Invocation4XXErrors',
    'Invocation5XXErrors',
    'InvocationModelErrors',
    'Invocations',
    'InvocationsPerInstance',
    'ModelLatency',
    'OverheadLatency',
  ]);
  expect(containers).toEqual(['container-1', 'container-2']);
  expect(refused).toEqual([
    ['InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.'],
    ['InvalidParameterCombination', 'MetricData.member.1 must have exactly one of Value, Values and StatisticValues.'],
    ['ValidationError', expect.stringContaining('the function SEARCH is not offered') as string],
    ['ValidationError', 'The period 10 is not offered: values are kept by the minute, so it must be a multiple of 60.'],
    ['InvalidParameterValue', 'The parameter StartTime must be less than the parameter EndTime.'],
  ]);
});

it('what was counted is there after a restart, and goes on', async () => {
  await server.stop();
  server = await startTestServer({ data: server.data });
  await invoke(server.client, 'diamonds', row);
  const dimensions = [
    { Name: 'EndpointName', Value: 'diamonds' },
    { Name: 'VariantName', Value: 'AllTraffic' },
  ];
  const now = Date.now() / 1000;
  const asked = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Dimensions: dimensions,
    StartTime: now - 1800,
    EndTime: now + 120,
    Period: 3600,
    Statistics: ['Sum'],
  };
  const { body } = await server.client.send({
    method: 'POST',
    path: '/',
    service: 'monitoring',
    headers: { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricStatistics' },
    body: JSON.stringify(asked),
  });
  expect(JSON.parse(body.toString())).toMatchObject({ Label: 'Invocations', Datapoints: [{ Sum: 5, Unit: 'None' }] });
});
