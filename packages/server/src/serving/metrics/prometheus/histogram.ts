import type { Distribution } from '../../../platform/metrics/distribution.ts';
import type { Sample } from './family.ts';

/** Upper bounds, microseconds: powers of two from 16 µs to 67 s. At them times are counted exactly. */
const bounds = Array.from({ length: 23 }, (_, at) => 2 ** (at + 4));

/** Times as a histogram in seconds; nothing before the first one. */
export function histogram(times: Distribution, labels: Readonly<Record<string, string>>): Sample[] {
  const { count, sum } = times;
  if (count === 0) return [];
  const below = times.countsBelow(bounds);
  const buckets = bounds.map((bound, at) => bucket(labels, String(bound / 1e6), below[at] ?? count));
  return [
    ...buckets,
    bucket(labels, '+Inf', count),
    { suffix: '_sum', labels, value: sum / 1e6 },
    { suffix: '_count', labels, value: count },
  ];
}

const bucket = (labels: Sample['labels'], le: string, value: number): Sample => ({
  suffix: '_bucket',
  labels: { ...labels, le },
  value,
});
