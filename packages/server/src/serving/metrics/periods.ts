import type { MetricPoint } from '../../platform/metrics/metric.ts';
import type { TimeRange } from '../../platform/metrics/read-series.ts';
import { addStatistics, type Statistics } from '../../platform/metrics/statistics.ts';

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
    const before = periods.get(begin);
    periods.set(begin, before === undefined ? values : addStatistics(before, values));
  }
  return periods;
}
