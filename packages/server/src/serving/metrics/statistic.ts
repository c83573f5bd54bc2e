import { own } from '@catenary/scoring/internal/names';
import { percentileOf, type Statistics } from '../../platform/metrics/statistics.ts';

/** One number out of the values of a period; undefined where it cannot be known. */
export type Statistic = (values: Statistics) => number | undefined;

const byName: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => (count === 0 ? undefined : sum / count),
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** By CloudWatch's name of it: `Average`, `p99.9`; undefined for one that is not offered. */
export function findStatistic(name: string): Statistic | undefined {
  const known = own(byName, name);
  if (known !== undefined) return known;
  const percent = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1];
  if (percent === undefined || Number(percent) > 100) return undefined;
  return (values) => percentileOf(values, Number(percent));
}

export const offeredStatistics = 'SampleCount, Sum, Average, Minimum, Maximum, and percentiles such as p99';
