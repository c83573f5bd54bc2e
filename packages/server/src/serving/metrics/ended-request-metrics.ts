import { statisticsOf } from '../../platform/metrics/statistics.ts';
import type { NamedValues } from './sagemaker-metrics.ts';

/** An asynchronous request that has its result. */
export interface EndedRequest {
  readonly isCompleted: boolean;
  /** Its time to live was over before it was begun. */
  readonly isExpired: boolean;
  /** Milliseconds until it was begun, and (`totalMs`) until its result was there. */
  readonly backlogMs: number;
  readonly totalMs: number;
}

/** What one request adds (developer guide, "Monitor asynchronous endpoint"). */
export function endedRequestMetrics({ isCompleted, isExpired, backlogMs, totalMs }: EndedRequest): NamedValues[] {
  const one = statisticsOf(1);
  const processed: NamedValues[] = [
    { name: 'InvocationsProcessed', values: one },
    { name: 'TotalProcessingTime', values: statisticsOf(totalMs) },
  ];
  return [
    { name: 'TimeInBacklog', values: statisticsOf(backlogMs) },
    ...(isExpired ? [{ name: 'ExpiredRequests', values: one } as const] : processed),
    ...(isCompleted || isExpired ? [] : [{ name: 'InvocationFailures', values: one } as const]),
  ];
}
