import type { MetricPoint } from '../../platform/metrics/metric.ts';
import type { TimeRange } from '../../platform/metrics/read-series.ts';
import { addAt, type Statistics } from '../../platform/metrics/statistics.ts';

/** When the periods of a range begin, milliseconds since 1970; the last one may end after the range. */
export function periodBegins({ from, to }: TimeRange, seconds: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / 1000 / seconds) }, (_, at) => from + at * seconds * 1000);
}

/** Values by the begin of their period, oldest first. `periodMs` is counted from `range.from`. */
export function byPeriod(
  points: readonly MetricPoint[],
  range: TimeRange,
  periodMs: number,
): ReadonlyMap<number, Statistics> {
  const periods = new Map<number, Statistics>();
  for (const { time, values } of points) {
    if (time < range.from || time >= range.to) continue;
    const begin = range.from + Math.floor((time - range.from) / periodMs) * periodMs;
    addAt(periods, begin, values);
  }
  return periods;
}
