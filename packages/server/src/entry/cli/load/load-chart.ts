import { own } from '@catenary/scoring/internal/names';
import type { RateStep } from './knee.ts';
import { shownPercentiles } from './latency.ts';
import { type LoadFigures } from './load-tally.ts';

/** Lines over the same places, to be drawn. */
export interface LoadChart {
  readonly title: string;
  /** What stands below the places, and what the places are. */
  readonly labels: readonly string[];
  readonly axis: string;
  /** Milliseconds, one for each label. */
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Times of one run by percentile. */
export function chartOfRun(name: string, { latency, service }: LoadFigures): LoadChart {
  const values = ({ percentiles, maxMicros }: LoadFigures['latency']) => [
    ...shownPercentiles.map((percent) => (percentiles[percent] ?? 0) / 1000),
    maxMicros / 1000,
  ];
  return {
    title: `${name}: milliseconds by percentile`,
    labels: [...shownPercentiles.map((percent) => `p${percent}`), 'max'],
    axis: 'percentile',
    lines: [
      { name: 'from when it was due', values: values(latency) },
      { name: 'from when it was sent', values: values(service) },
    ],
  };
}

/** Times by the rate at which requests came. */
export function chartOfRates(name: string, steps: readonly RateStep[]): LoadChart {
  const rising = [...steps].sort((one, other) => one.perSecond - other.perSecond);
  const values = (percent: string) =>
    rising.map(({ figures }) => (own(figures.latency.percentiles, percent) ?? 0) / 1000);
  return {
    title: `${name}: milliseconds by requests a second`,
    labels: rising.map(({ perSecond }) => String(perSecond)),
    axis: 'requests a second',
    lines: ['99', '50'].map((percent) => ({ name: `p${percent}`, values: values(percent) })),
  };
}
