import { statisticsOf } from '../../platform/metrics/statistics.ts';
import type { NamedValues } from './sagemaker-metrics.ts';

/** Requests to an endpoint that have no result yet. */
export interface Backlog {
  /** Qualified by its region. */
  readonly endpoint: string;
  readonly count: number;
  /** When the oldest came, milliseconds since 1970. */
  readonly oldestAt: number;
}

/** The metrics of an endpoint's backlog at a time; `undefined` stands for no backlog. */
export function backlogMetrics(backlog: Backlog | undefined, instanceCount: number, now: number): NamedValues[] {
  const { count = 0, oldestAt = now } = backlog ?? {};
  return [
    { name: 'ApproximateBacklogSize', values: statisticsOf(count) },
    { name: 'ApproximateBacklogSizePerInstance', values: statisticsOf(count / Math.max(1, instanceCount)) },
    { name: 'HasBacklogWithoutCapacity', values: statisticsOf(count > 0 && instanceCount === 0 ? 1 : 0) },
    { name: 'ApproximateAgeOfOldestRequest', values: statisticsOf(Math.max(0, Math.round((now - oldestAt) / 1000))) },
  ];
}
