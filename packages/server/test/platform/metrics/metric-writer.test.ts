import { expect, it, onTestFinished } from 'vitest';
import { dropOldPoints } from '../../../src/platform/metrics/drop-old-points.ts';
import { decodeHour, encodeHour } from '../../../src/platform/metrics/hour-of-values.ts';
import { hourMs, type Metric, minuteMs } from '../../../src/platform/metrics/metric.ts';
import { MetricWriter } from '../../../src/platform/metrics/metric-writer.ts';
import { listSeries, readSeries } from '../../../src/platform/metrics/read-series.ts';
import { addStatistics, statisticsOf } from '../../../src/platform/metrics/statistics.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const log = { warn: () => undefined };
/** The begin of an hour. */
const hour = 1_795_000 * 1_000_000 - ((1_795_000 * 1_000_000) % hourMs);
const metric: Metric = { region: 'us-east-1', namespace: 'n', name: 'm', dimensions: [['d', 'v']], unit: 'Count' };
const { unit: _unit, ...metricName } = metric;

async function open() {
  const { store } = await openTestStore(log);
  const writer = (source: string) => {
    const opened = new MetricWriter({ store, source, log, now: () => hour });
    onTestFinished(() => opened.close());
    return opened;
  };
  const read = async (from = hour, to = hour + 2 * hourMs) => {
    const series = await readSeries(store, metricName, { from, to });
    return series.map(({ unit, points }) => [
      unit,
      points.map(({ time, values }) => [(time - hour) / minuteMs, values.sum]),
    ]);
  };
  return { store, writer, read };
}

const value = (minute: number, number: number, unit = 'Count') => ({
  metric: { ...metric, unit },
  time: hour + minute * minuteMs + 1,
  values: statisticsOf(number),
});

it('values of a minute are added up: of one server, of one that was started again, and of several', async () => {
  const { writer, read } = await open();
  await writer('a').add([value(0, 1), value(0, 2), value(59, 4), value(60, 8)]);
  await writer('a').add([value(0, 16)]);
  await writer('b').add([value(0, 32), value(1, 64)]);
  expect(await read()).toEqual([
    [
      'Count',
      [
        [0, 51],
        [1, 64],
        [59, 4],
        [60, 8],
      ],
    ],
  ]);
  expect(await read(hour + minuteMs, hour + 59 * minuteMs)).toEqual([['Count', [[1, 64]]]]);
});

it('units are told apart, and a metric is found by all of its dimensions alone', async () => {
  const { store, writer, read } = await open();
  await writer('a').add([value(0, 1), value(0, 2, 'Seconds')]);
  expect(await read()).toHaveLength(2);
  expect(await read()).toEqual(
    expect.arrayContaining([
      ['Count', [[0, 1]]],
      ['Seconds', [[0, 2]]],
    ]),
  );
  const range = { from: hour, to: hour + hourMs };
  expect(await readSeries(store, { ...metricName, dimensions: [] }, range)).toEqual([]);
  expect(await readSeries(store, { ...metricName, region: 'eu-west-1' }, range)).toEqual([]);
  expect(await readSeries(store, { ...metricName, unit: 'Seconds' }, range)).toHaveLength(1);
});

it('what is older than fifteen days is dropped, with the metrics that have nothing newer', async () => {
  const { store, writer, read } = await open();
  await writer('a').add([
    value(0, 1),
    { ...value(0, 1), metric: { ...metric, name: 'newer' }, time: hour + 2 * hourMs },
  ]);
  await dropOldPoints(store, hour + 15 * 24 * hourMs + hourMs);
  expect(await read()).toHaveLength(1);
  await dropOldPoints(store, hour + 15 * 24 * hourMs + hourMs + 1);
  expect(await read()).toEqual([]);
  expect((await listSeries(store, { region: 'us-east-1' })).map(({ name }) => name)).toEqual(['newer']);
});

it('an hour in which nothing changes is a few bytes', () => {
  const idle = new Map(Array.from({ length: 60 }, (_, minute) => [minute, statisticsOf(0)]));
  expect(encodeHour(idle)).toBe('[[0,60,0]]');
  expect(decodeHour('[[0,60,0]]')).toEqual(idle);
});

it('an hour of values is read as it was written', () => {
  const values = new Map([
    [3, [1, 2, 2, 400].map((one) => statisticsOf(one)).reduce(addStatistics)],
    [4, { count: 7, sum: 1, min: -1, max: 2, buckets: undefined }],
    [5, statisticsOf(-1.5)],
    [9, statisticsOf(0.1, 3)],
  ]);
  expect(decodeHour(encodeHour(values))).toEqual(values);
});
