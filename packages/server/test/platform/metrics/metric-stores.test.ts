import { defined } from '@catenary/scoring/internal/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../../src/platform/metrics/metric.ts';
import { MetricWriter } from '../../../src/platform/metrics/metric-writer.ts';
import { listSeries, readSeries } from '../../../src/platform/metrics/read-series.ts';
import { statisticsOf } from '../../../src/platform/metrics/statistics.ts';
import { openStore, type Store } from '../../../src/platform/store/store.ts';
import { alarmEventRecords } from '../../../src/serving/records/alarm-event-record.ts';
import { type AlarmRequest, alarmRecords } from '../../../src/serving/records/alarm-record.ts';
import { asyncRequestRecords } from '../../../src/serving/records/async-request-record.ts';
import { scalingRecords } from '../../../src/serving/records/scaling-record.ts';
import { type StoreSite, storeKinds } from '../../support/stores.ts';

const log = { warn: () => undefined };
const hour = Math.floor(1_795_000_000_000 / hourMs) * hourMs;

/** What metrics, alarms and scaling ask of a database is the same in each. */
describe.each(storeKinds)('$name (if it is installed)', (kind) => {
  const { name, isMissing } = kind;
  let site: StoreSite;
  beforeAll(async () => {
    if (!isMissing) site = await kind.start();
  });
  afterAll(async () => {
    if (!isMissing) await site.close();
  });

  it.skipIf(isMissing)('two servers add up what they write at once', async () => {
    const location = await site.createLocation();
    // A database file is one server's alone: there it is two names of one.
    const stores: Store[] = [];
    for (const owner of name === 'SQLite' ? ['a'] : ['a', 'b'])
      stores.push((await openStore({ location, owner, leaseMs: 60_000, log })).store);
    const store = defined(stores[0]);
    const writers = ['a', 'b'].map(
      (source, at) => new MetricWriter({ store: stores[at] ?? store, source, log, now: () => hour }),
    );
    const metric = { region: 'us-east-1', namespace: 'n', name: 'm', dimensions: [['d', 'v']], unit: 'Count' } as const;
    // 250 series in one call, and twenty minutes of one of them.
    const values = Array.from({ length: 250 }, (_, at) => ({
      metric: at < 20 ? metric : { ...metric, name: `m${at}` },
      time: hour + (at % 20) * minuteMs,
      values: statisticsOf(at),
    }));
    for (let times = 0; times < 2; times++) await Promise.all(writers.map((writer) => writer.add(values)));
    const [series] = await readSeries(store, metric, { from: hour, to: hour + hourMs });
    expect(series?.points.map(({ time, values: { count, sum } }) => [(time - hour) / minuteMs, count, sum])).toEqual(
      Array.from({ length: 20 }, (_, minute) => [minute, 4, minute * 4]),
    );
    const known = await listSeries(store, { region: 'us-east-1', namespace: 'n' });
    expect([known.length, new Set(known.map(({ lastHour }) => lastHour))]).toEqual([231, new Set([hour])]);
    for (const writer of writers) await writer.close();
    for (const opened of stores) await opened.destroy();
  });

  it.skipIf(isMissing)('alarms, their events, scaling and backlogs are read as they were written', async () => {
    const { store } = await openStore({ location: await site.createLocation(), owner: 'a', leaseMs: 60_000, log });
    const definition: AlarmRequest = {
      AlarmName: 'a',
      EvaluationPeriods: 1,
      Threshold: 0.5,
      ComparisonOperator: 'GreaterThanThreshold',
    };
    const state = { value: 'OK', reason: 'r', reasonData: undefined, updatedAt: hour } as const;
    const alarm = { name: 'us-east-1/a', arn: 'arn', definition, configuredAt: hour, state };
    await alarmRecords.put(store, alarm);
    await alarmRecords.put(store, { ...alarm, configuredAt: hour + 1, state: { ...state, value: 'ALARM' } });
    expect(await alarmRecords.list(store, 'us-east-1')).toEqual([{ ...alarm, configuredAt: hour + 1 }]);
    const to = { value: 'ALARM', reason: 's', reasonData: '{}', updatedAt: hour + 2 } as const;
    const changed = [await alarmRecords.setState(store, alarm.name, { from: 'OK', to })];
    changed.push(await alarmRecords.setState(store, alarm.name, { from: 'OK', to }));
    expect([changed, (await alarmRecords.find(store, alarm.name))?.state]).toEqual([[true, false], to]);

    const event = { alarm: alarm.name, time: hour, type: 'StateUpdate', summary: 's', data: '{}' } as const;
    await alarmEventRecords.insert(store, event);
    const page = { region: 'us-east-1', alarm: alarm.name, from: hour, to: hour, direction: 'asc', limit: 2 } as const;
    expect(await alarmEventRecords.pageOf(store, page)).toEqual([{ ...event, id: expect.any(String) as string }]);

    const resource = { region: 'us-east-1', resourceId: 'endpoint/e/variant/v', dimension: 'd' };
    const target = {
      ...resource,
      kind: 'target',
      name: '',
      arn: 'arn',
      createdAt: hour,
      definition: { a: 1 },
    } as const;
    await scalingRecords.put(store, target);
    await scalingRecords.put(store, { ...target, arn: 'other', createdAt: 0, definition: { a: 2 } });
    expect(await scalingRecords.list(store, 'target', 'us-east-1')).toEqual([{ ...target, definition: { a: 2 } }]);

    const request = {
      realm: { region: 'us-east-1', account: '000000000000' },
      inferenceId: 'i',
      inputLocation: 's3://a/b',
      outputLocation: 's3://a/c',
      invocationTimeout: 1,
    };
    for (const id of ['one', 'two']) {
      const times = { createdAt: hour + id.length, expiresAt: hour + hourMs };
      await asyncRequestRecords.insert(store, { id, endpoint: 'us-east-1/e', ...times, earlierTries: 0, request });
    }
    expect(await asyncRequestRecords.backlogs(store)).toEqual([
      { endpoint: 'us-east-1/e', count: 2, oldestAt: hour + 3 },
    ]);
    await store.destroy();
  });
});
