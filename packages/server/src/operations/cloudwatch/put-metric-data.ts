import { ServiceError } from '../../contract/service-error.ts';
import { hourMs, type MetricValue, minuteOf, ownNamespaces } from '../../platform/metrics/metric.ts';
import { countSeries } from '../../platform/metrics/read-series.ts';
import { addStatistics, type Statistics, statisticsOf } from '../../platform/metrics/statistics.ts';
import { readDimensions, type WireDimensions } from '../../serving/metrics/metric-query.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidCombination, invalidParameter } from './invalid-parameter.ts';

interface Datum {
  readonly MetricName: string;
  readonly Dimensions?: WireDimensions;
  readonly Timestamp?: number;
  readonly Value?: number;
  readonly StatisticValues?: {
    readonly SampleCount: number;
    readonly Sum: number;
    readonly Minimum: number;
    readonly Maximum: number;
  };
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
  readonly Unit?: string;
}

interface Input {
  readonly Namespace: string;
  readonly MetricData?: readonly Datum[];
}

const maxMetrics = 1000;
const maxValues = 150;
/** Of all metrics that callers have put there. */
const maxSeries = 20_000;
/** How old values may be, and how far ahead. */
const oldestMs = 14 * 24 * hourMs;
const newestMs = 2 * hourMs;

/** PutMetricData: stored when it is answered; all of it, or nothing (CloudWatch API reference). */
export async function putMetricData(
  input: Input,
  { store, realm, metrics, now }: OperationContext,
): Promise<undefined> {
  const { Namespace: namespace, MetricData: data = [] } = input;
  if (namespace.startsWith('AWS/')) throw invalidParameter('The value AWS/ for parameter Namespace is invalid.');
  if (ownNamespaces.includes(namespace))
    throw invalidParameter(`The Namespace ${namespace} has what this server measures: use another.`);
  if (data.length === 0) throw invalidParameter('The parameter MetricData must have at least one metric.');
  if (data.length > maxMetrics)
    throw invalidParameter(`The collection MetricData must not have a size greater than ${maxMetrics}.`);
  const values = data.map((datum, at): MetricValue => {
    const { MetricName: name, Dimensions: dimensions, Timestamp: time, Unit: unit = 'None' } = datum;
    const place = `MetricData.member.${at + 1}`;
    return {
      metric: { region: realm.region, namespace, name, dimensions: readOnce(dimensions, place), unit },
      time: readTime(time, place, now()),
      values: readValues(datum, place),
    };
  });
  await assertRoom(store);
  await metrics.writer.add(values);
}

/**
 * Once there are too many metrics all values are refused, even of known ones: callers make new metrics by mistake, as by a
 * dimension with a time in it.
 */
async function assertRoom(store: OperationContext['store']): Promise<void> {
  if ((await countSeries(store)) < maxSeries) return;
  throw new ServiceError(
    'LimitExceededFault',
    `There are ${maxSeries} metrics already. Those without values for fifteen days make room: use fewer dimensions.`,
  );
}

function readOnce(dimensions: WireDimensions | undefined, place: string) {
  const read = readDimensions(dimensions);
  if (new Set(read.map(([name]) => name)).size < read.length)
    throw invalidParameter(`The dimensions of ${place} have a name twice.`);
  return read;
}

function readTime(seconds: number | undefined, place: string, now: number): number {
  const time = seconds === undefined ? now : seconds * 1000;
  if (time < now - oldestMs || time > now + newestMs)
    throw invalidParameter(
      `The Timestamp of ${place} must not be older than two weeks, nor more than two hours ahead.`,
    );
  return minuteOf(time);
}

function readValues(datum: Datum, place: string): Statistics {
  const { Value: value, StatisticValues: sums, Values: values, Counts: counts } = datum;
  const given = [value, sums, values].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw invalidCombination(`${place} must have exactly one of Value, Values and StatisticValues.`);
  if (value !== undefined) return statisticsOf(checked(value, `${place}.Value`));
  if (sums !== undefined) return readSums(sums, place);
  return readList(values ?? [], counts, place);
}

function readSums(sums: NonNullable<Datum['StatisticValues']>, place: string): Statistics {
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = sums;
  for (const [name, value] of Object.entries(sums)) checked(value, `${place}.StatisticValues.${name}`);
  if (count <= 0) throw invalidParameter(`${place}.StatisticValues.SampleCount must be greater than 0.`);
  if (min > max) throw invalidParameter(`${place}.StatisticValues.Minimum must not be greater than Maximum.`);
  return { count, sum, min, max, buckets: undefined };
}

function readList(values: readonly number[], counts: readonly number[] | undefined, place: string): Statistics {
  if (values.length === 0 || values.length > maxValues)
    throw invalidParameter(`${place}.Values must have from 1 to ${maxValues} values.`);
  if (counts !== undefined && counts.length !== values.length)
    throw invalidParameter(`${place}.Counts must have as many values as Values.`);
  return values
    .map((value, at) => {
      const count = counts?.[at] ?? 1;
      if (!(count > 0)) throw invalidParameter(`${place}.Counts must be greater than 0.`);
      return statisticsOf(checked(value, `${place}.Values`), checked(count, `${place}.Counts`));
    })
    .reduce(addStatistics);
}

/** CloudWatch takes values from -2^360 to 2^360. */
function checked(value: number, place: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= 2 ** 360) return value;
  throw invalidParameter(`The value ${value} of ${place} is invalid.`);
}
