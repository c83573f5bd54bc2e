import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { createDiamondsModel, createEndpoint, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { findNodePackage } from '../support/node-package.ts';
import { findPythonEnvironment, type PythonEnvironment } from '../support/python-environment.ts';
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

const python = async (
  environment: PythonEnvironment,
  script: string,
  namespace: string,
): Promise<Record<string, unknown>> => {
  const { stdout } = await run(environment.python, [join(import.meta.dirname, script), namespace], {
    env: server.environment,
    timeout: 120_000,
  });
  return JSON.parse(stdout) as Record<string, unknown>;
};

/** Today's boto3 speaks AWS JSON 1.0, the older one AWS Query. */
const boto3s = [
  ['AWS JSON', clients],
  ['AWS Query', await findPythonEnvironment(['boto3==1.35.0'])],
] as const;

it.each(boto3s)(titleOf('boto3-metrics'), async (name, environment) => {
  if (environment === undefined) return;
  const { endpoint, own, listed, containers, refused } = await python(environment, 'cloudwatch.py', name);
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

it.each(boto3s)(titleOf('boto3-alarms'), async (name, environment) => {
  if (environment === undefined) return;
  const prefix = `alarm/${name.replace(' ', '-')}`;
  expect(await python(environment, 'alarms.py', prefix)).toEqual({
    states: ['INSUFFICIENT_DATA', 'OK', 'ALARM'],
    described: {
      AlarmDescription: 'too many',
      EvaluationPeriods: 3,
      Threshold: 1.5,
      ActionsEnabled: true,
      Dimensions: [],
      StateValue: 'ALARM',
    },
    reason: expect.stringMatching(
      /^Threshold Crossed: 3 out of the last 3 datapoints \[2 \(.* were greater than/,
    ) as string,
    data: [2, 2, 2],
    isTime: true,
    ofMetric: [prefix],
    set: 'tried',
    enabled: false,
    tags: [{ Key: 'cost', Value: 'b' }],
    history: [
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
    ],
    refused: [
      ['ValidationError', expect.stringContaining('belongs to anomaly detection') as string],
      ['ValidationError', 'The parameter DatapointsToAlarm must not be greater than EvaluationPeriods.'],
      ['ValidationError', expect.stringContaining('The period 10 is not offered') as string],
      ['ValidationError', 'Exactly one of the parameters Statistic and ExtendedStatistic must be given.'],
      ['ResourceNotFound', 'There is no alarm absent.'],
      ['ResourceNotFound', 'There is no alarm absent.'],
      expect.stringMatching(/^(UnknownOperationException|InvalidAction)$/) as string,
    ],
    paged: [[prefix, 'OK'], ...[0, 1, 2].map((at) => [`${prefix}-${at}`, 'ALARM'])],
    left: [],
  });
});

/** Versions of AWS's SDK for JavaScript, the protocol that each speaks to CloudWatch, and what it is known by. */
const sdks = [
  ['3.1164.0', 'json', 'application/x-amz-json-1.0'],
  ['3.1164.0', 'cbor', 'application/cbor'],
  ['3.577.0', 'query', 'application/x-www-form-urlencoded'],
] as const;

describe.each(sdks)('the SDK for JavaScript %s by %s (needs it from npm)', async (version, protocol, type) => {
  const folder = await findNodePackage(`@aws-sdk/client-cloudwatch@${version}`);

  it.skipIf(folder === undefined)(`speaks ${type}`, async () => {
    const script = join(import.meta.dirname, 'cloudwatch.mjs');
    const { stdout } = await run(process.execPath, [script, folder ?? '', protocol, protocol], {
      env: server.environment,
    });
    const dimensions = [{ Name: 'client', Value: protocol }];
    expect(JSON.parse(stdout)).toEqual({
      types: [type],
      statistics: [{ Sum: 0.5, SampleCount: 3, Minimum: -3, Unit: 'Seconds', isTime: true }],
      // Twice the mean of 1, 2.5 and -3
      data: [['e1', 'twice <&>', [1 / 3], true]],
      metrics: [{ Namespace: 'sdk', MetricName: 'values', Dimensions: dimensions }],
      refused: [
        [expect.stringMatching(/^InvalidParameterValue/), 'The value AWS/ for parameter Namespace is invalid.'],
        [
          expect.stringMatching(/^Validation/),
          expect.stringContaining("Value '0' at 'period' failed to satisfy constraint"),
        ],
      ],
    });
  });
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
