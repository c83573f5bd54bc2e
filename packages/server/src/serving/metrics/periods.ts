import type { MetricPoint } from '../../platform/metrics/metric.ts';
import type { TimeRange } from '../../platform/metrics/read-series.ts';
import { addAt, type Statistics } from '../../platform/metrics/statistics.ts';

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
