import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cbor } from '../../src/entry/http/cbor.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** What a caller sends to the API of metrics and alarms costs no more than its size, ends nothing, and reaches no other. */
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const service = 'monitoring';
const answerOf = (sent: ReturnType<TestServer['client']['send']>) =>
  sent.then(
    ({ body }) => body.toString(),
    (error: Error) => error.message,
  );
const json = (operation: string, input: object) =>
  answerOf(
    server.client.send({
      method: 'POST',
      path: '/',
      service,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
      },
      body: JSON.stringify(input),
    }),
  );
const form = (body: string) =>
  answerOf(
    server.client.send({
      method: 'POST',
      path: '/',
      service,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    }),
  );

const now = Math.floor(Date.now() / 1000);
const compute = (queries: readonly object[], seconds = 180) =>
  json('GetMetricData', { MetricDataQueries: queries, StartTime: now - seconds, EndTime: now + 0.25 });
const alarm = {
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  MetricName: 'a',
  Namespace: 'b',
  Period: 60,
  Statistic: 'Sum',
};
const { MetricName: _name, Namespace: _space, Period: _period, Statistic: _statistic, ...bare } = alarm;

describe('expressions', () => {
  it('lists of lists that double with each expression are refused before they are made', async () => {
    const doubled = Array.from({ length: 30 }, (_, at) => ({
      Id: `e${at + 1}`,
      Expression: `[e${at}, e${at}]`,
      ReturnData: at === 29,
    }));
    expect(await compute([{ Id: 'e0', Expression: 'TIME_SERIES(1)', ReturnData: false }, ...doubled])).toContain(
      'it takes too many values',
    );
  });

  it('what is no number is no value', async () => {
    const answer = await compute([{ Id: 'e', Expression: 'TIME_SERIES(0/0)' }]);
    expect(JSON.parse(answer)).toMatchObject({ MetricDataResults: [{ Timestamps: [], Values: [] }] });
  });
});

describe('alarms', () => {
  it('look back a week at most, as the periods of their expressions say, too', async () => {
    const Metrics = [{ Id: 'e', Expression: 'TIME_SERIES(1)', Period: 6e12 }];
    expect(await json('PutMetricAlarm', { AlarmName: 'far', ...bare, Metrics })).toBe(
      'EvaluationPeriods times Period must not be more than seven days.',
    );
  });

  it('are kept with members of the API alone, and have a size', async () => {
    expect(await json('PutMetricAlarm', { AlarmName: 'more', ...alarm, Junk: 'x'.repeat(500_000) })).toBe('');
    expect(await json('DescribeAlarmHistory', { AlarmName: 'more', StartDate: 1.5, EndDate: 1e300 })).not.toContain(
      'Junk',
    );
    const label = [{ Id: 'e', Expression: 'TIME_SERIES(1)', Label: 'x'.repeat(70_000) }];
    expect(await json('PutMetricAlarm', { AlarmName: 'large', ...bare, Metrics: label })).toContain(
      'more than 65536 characters',
    );
    const Tags = Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' }));
    expect(await json('PutMetricAlarm', { AlarmName: 'tagged', ...alarm, Tags })).toContain('50 tags at most');
  });
});

it('metrics of the server are its own; names that look like them are a caller’s', async () => {
  const MetricData = [{ MetricName: 'CPUUtilization', Value: 1 }];
  const monitored = 'aws/sagemaker/Endpoints/data-metrics';
  for (const Namespace of ['/aws/sagemaker/Endpoints', '/aws/sagemaker/TransformJobs', monitored])
    expect(await json('PutMetricData', { Namespace, MetricData })).toContain('use another');
  expect(await json('PutMetricData', { Namespace: 'aws/sagemaker/Endpoints', MetricData })).toBe('');
});

it('names of prototypes are names', async () => {
  const Dimensions = [{ Name: '__proto__', Value: 'constructor' }];
  const metric = { Namespace: '__proto__', MetricName: 'constructor', Dimensions };
  expect(
    await json('PutMetricData', {
      Namespace: '__proto__',
      MetricData: [{ ...metric, Namespace: undefined, Value: 3 }],
    }),
  ).toBe('');
  expect(JSON.parse(await json('ListMetrics', { Namespace: '__proto__' }))).toEqual({ Metrics: [metric] });
  expect(
    await compute([{ Id: 'constructor', MetricStat: { Metric: metric, Period: 300, Stat: 'Sum' } }], 290),
  ).toContain('"Values":[3]');
  expect(await compute([{ Id: 'e', Expression: 'constructor(1)' }])).toContain(
    'the function CONSTRUCTOR is not offered',
  );
});

it('forms and CBOR have no more values than JSON may have', async () => {
  const deep = Array.from({ length: 10_000 }, (_, at) => `a${at}.0.0.0.0.0.0.0.0.0.0`).join('&');
  expect(await form(`Action=PutMetricData&${deep}`)).toBe('The form has more than 100000 names.');
  // Of an open list, text or map: 20,001 with what holds them.
  for (const [open, piece] of [
    [0x9f, 0xa0],
    [0x7f, 0x60],
  ] as const)
    expect(() =>
      cbor.decode(Buffer.concat([Buffer.from([open]), Buffer.alloc(20_000, piece), Buffer.from([0xff])])),
    ).toThrow('it has more than 20000 values');
});
