import { expect, it, onTestFinished } from 'vitest';
import { minuteMs } from '../../../src/platform/metrics/metric.ts';
import { MetricWriter } from '../../../src/platform/metrics/metric-writer.ts';
import { statisticsOf } from '../../../src/platform/metrics/statistics.ts';
import { AlarmActions } from '../../../src/serving/alarms/alarm-actions.ts';
import { alarmStates } from '../../../src/serving/alarms/alarm-states.ts';
import { AlarmWatch } from '../../../src/serving/alarms/alarm-watch.ts';
import { alarmEventRecords } from '../../../src/serving/records/alarm-event-record.ts';
import { type AlarmRequest, alarmRecords } from '../../../src/serving/records/alarm-record.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const start = 1_795_000_020_000 - (1_795_000_020_000 % minuteMs);

/** A store with one alarm, two servers that watch it, and a clock in minutes. */
async function open(more: Partial<AlarmRequest> = {}) {
  const told: unknown[] = [];
  const log = { info: (facts: unknown) => void told.push(facts), warn: () => undefined };
  let minute = 0;
  const now = () => start + minute * minuteMs + 5000;
  const { store } = await openTestStore(log);
  const writer = new MetricWriter({ store, source: 'one', log, now });
  const messages: [topic: string, message: unknown][] = [];
  const outbox = {
    keep: async (_transaction: unknown, topic: string, message: object) => {
      if (!topic.endsWith(':known')) return false;
      messages.push([topic, message]);
      return true;
    },
    sendDue: () => Promise.resolve(),
  };
  const actions = new AlarmActions({ outbox, log });
  const watches = [1, 2].map(() => new AlarmWatch({ store, flush: () => Promise.resolve(), actions, log, now }));
  onTestFinished(() => writer.close());
  const definition: AlarmRequest = {
    AlarmName: 'errors/high',
    Namespace: 'n',
    MetricName: 'errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    ...more,
  };
  const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors/high';
  const state = { value: 'INSUFFICIENT_DATA', reason: '', reasonData: undefined, updatedAt: start } as const;
  await alarmRecords.put(store, { name: 'us-east-1/errors/high', arn, definition, configuredAt: start, state });
  const values = async (name: string, ...numbers: readonly number[]) => {
    const metric = { region: 'us-east-1', namespace: 'n', name, dimensions: [], unit: 'None' };
    const points = numbers.map((number, at) => ({ metric, time: start + at * minuteMs, values: statisticsOf(number) }));
    await writer.add(points);
  };
  const stateAt = async (at: number) => {
    minute = at;
    await Promise.all(watches.map((watch) => watch.evaluateAll()));
    return (await alarmStates(store, { region: 'us-east-1' }, ['errors/high'])).get('errors/high');
  };
  return { store, told, messages, values, stateAt };
}

it('an alarm goes through its states, and each change is reported once', async () => {
  const { store, told, values, stateAt } = await open();
  await values('errors', 1, 9, 9, 1);
  expect(await stateAt(0)).toBe('INSUFFICIENT_DATA');
  expect([await stateAt(1), await stateAt(2), await stateAt(3), await stateAt(4)]).toEqual(['OK', 'OK', 'ALARM', 'OK']);
  // Its values are out of reach: two periods are evaluated of the last four.
  expect([await stateAt(7), await stateAt(8)]).toEqual(['OK', 'INSUFFICIENT_DATA']);
  expect(told).toMatchObject([
    { alarm: 'errors/high', from: 'INSUFFICIENT_DATA', to: 'OK' },
    { from: 'OK', to: 'ALARM', reason: expect.stringContaining('2 out of the last 2 datapoints [9 (') as string },
    { from: 'ALARM', to: 'OK' },
    { from: 'OK', to: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: 2 datapoints were unknown.' },
  ]);
  const events = await alarmEventRecords.pageOf(store, {
    region: 'us-east-1',
    alarm: 'us-east-1/errors/high',
    from: 0,
    to: 2e12,
    direction: 'asc',
    limit: 100,
  });
  expect(events.map(({ summary }) => summary)).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm updated from OK to ALARM',
    'Alarm updated from ALARM to OK',
    'Alarm updated from OK to INSUFFICIENT_DATA',
  ]);
});

it('an alarm of an expression is evaluated by its result', async () => {
  const metric = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'n', MetricName }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  });
  const { values, stateAt } = await open({
    Metrics: [metric('bad', 'errors'), metric('all', 'requests'), { Id: 'rate', Expression: '100 * bad / all' }],
    EvaluationPeriods: 1,
  });
  await values('errors', 1, 2);
  await values('requests', 100, 20);
  // 1 %, then 10 %
  expect([await stateAt(1), await stateAt(2)]).toEqual(['OK', 'ALARM']);
});

it('one server publishes each change of state, to the topics of the new state only, and to none while actions are disabled', async () => {
  const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
  const policy = 'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:a';
  const actions = { AlarmActions: [topic('known'), topic('absent'), policy], OKActions: [topic('ok:known')] };
  const { messages, values, stateAt } = await open({ ...actions, Dimensions: [] });
  await values('errors', 9, 9, 1);
  expect([await stateAt(2), await stateAt(3)]).toEqual(['ALARM', 'OK']);
  expect(messages.map(([to]) => to)).toEqual([topic('known'), topic('ok:known')]);
  // CloudWatch user guide, "Notifying users on alarm changes": the members of its example.
  expect(messages[0]?.[1]).toEqual({
    AlarmName: 'errors/high',
    AlarmDescription: null,
    AWSAccountId: '123456789012',
    AlarmConfigurationUpdatedTimestamp: new Date(start).toISOString().replace('Z', '+0000'),
    NewStateValue: 'ALARM',
    NewStateReason: expect.stringContaining('Threshold Crossed: 2 out of the last 2') as string,
    StateChangeTime: new Date(start + 2 * minuteMs + 5000).toISOString().replace('Z', '+0000'),
    Region: 'us-east-1',
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors/high',
    OldStateValue: 'INSUFFICIENT_DATA',
    InsufficientDataActions: [],
    ...actions,
    Trigger: {
      MetricName: 'errors',
      Namespace: 'n',
      StatisticType: 'Statistic',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [],
      Period: 60,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      TreatMissingData: 'missing',
    },
  });
  const silent = await open({ ...actions, ActionsEnabled: false });
  await silent.values('errors', 9, 9);
  expect([await silent.stateAt(2), silent.messages]).toEqual(['ALARM', []]);
});
