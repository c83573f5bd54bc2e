import type { Histogram } from 'node:perf_hooks';

/** Times of requests, microseconds. */
export interface Latency {
  readonly meanMicros: number;
  /** By the share of requests, percent, that took no longer: `{ '50': 210, ... }`. */
  readonly percentiles: Readonly<Record<string, number>>;
  readonly maxMicros: number;
}

/** The percentiles that the command prints. */
export const shownPercentiles = ['50', '75', '90', '95', '99', '99.9'] as const;

/** Zeros where nothing was recorded. */
export function describeLatency(histogram: Histogram): Latency {
  const isEmpty = histogram.count === 0;
  const at = (percent: string) => (isEmpty ? 0 : histogram.percentile(Number(percent)));
  return {
    meanMicros: isEmpty ? 0 : histogram.mean,
    percentiles: Object.fromEntries(shownPercentiles.map((percent) => [percent, at(percent)])),
    maxMicros: isEmpty ? 0 : histogram.max,
  };
}
