import type { MetricPoint } from './metric.ts';
import { minuteMs } from './metric.ts';
import { addAt, type Statistics, statisticsOf } from './statistics.ts';

/**
 * The form of an hour of one series in the store: a list of runs, JSON. A run is consecutive minutes that have the same single
 * value, `[first minute, count of minutes, value]`, or one minute, `[minute, 1, count, sum, min, max]` with the buckets as
 * `[bucket, count, ...]` behind it. An hour in which nothing happens is a few bytes.
 */
type Run = readonly [minute: number, minutes: number, ...rest: readonly (number | readonly number[])[]];

/** Values by minute of one hour, 0 to 59. */
export type HourOfValues = ReadonlyMap<number, Statistics>;

export function encodeHour(values: HourOfValues): string {
  const runs: Run[] = [];
  for (const [minute, statistics] of [...values].toSorted(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    const single = statistics.count === 1;
    if (single && last?.length === 3 && last[2] === statistics.sum && last[0] + last[1] === minute)
      runs[runs.length - 1] = [last[0], last[1] + 1, statistics.sum];
    else runs.push(single ? [minute, 1, statistics.sum] : [minute, 1, ...numbersOf(statistics)]);
  }
  return JSON.stringify(runs);
}

function numbersOf({ count, sum, min, max, buckets }: Statistics): (number | number[])[] {
  return [count, sum, min, max, ...(buckets === undefined ? [] : [[...buckets].flat()])];
}

export function decodeHour(text: string): HourOfValues {
  const values = new Map<number, Statistics>();
  for (const [minute, minutes, ...rest] of JSON.parse(text) as Run[]) {
    const statistics = rest.length === 1 ? statisticsOf(Number(rest[0])) : statisticsIn(rest);
    for (let at = 0; at < minutes; at++) values.set(minute + at, statistics);
  }
  return values;
}

function statisticsIn(rest: readonly (number | readonly number[])[]): Statistics {
  const [count, sum, min, max, pairs] = rest;
  return {
    count: Number(count),
    sum: Number(sum),
    min: Number(min),
    max: Number(max),
    buckets: Array.isArray(pairs) ? bucketsIn(pairs as readonly number[]) : undefined,
  };
}

function bucketsIn(pairs: readonly number[]): ReadonlyMap<number, number> {
  return new Map(
    Array.from({ length: pairs.length / 2 }, (_, at) => [Number(pairs[2 * at]), Number(pairs[2 * at + 1])]),
  );
}

/** The values of both. */
export function addHour(one: HourOfValues, other: HourOfValues): HourOfValues {
  const sums = new Map(one);
  for (const [minute, statistics] of other) addAt(sums, minute, statistics);
  return sums;
}

/** `hour`: when it begins. */
export function pointsOf(hour: number, values: HourOfValues): MetricPoint[] {
  return [...values].map(([minute, statistics]) => ({ time: hour + minute * minuteMs, values: statistics }));
}
