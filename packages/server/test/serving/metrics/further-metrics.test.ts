import { describe, expect, it } from 'vitest';
import { ModelTimes } from '../../../src/serving/container/multi-model/model-times.ts';
import { backlogMetrics } from '../../../src/serving/metrics/backlog-metrics.ts';
import { endedRequestMetrics } from '../../../src/serving/metrics/ended-request-metrics.ts';
import { modelMetrics } from '../../../src/serving/metrics/model-metrics.ts';
import type { NamedValues } from '../../../src/serving/metrics/sagemaker-metrics.ts';

const shown = (values: readonly NamedValues[]) => values.map(({ name, values: { count, sum } }) => [name, count, sum]);

describe('modelMetrics()', () => {
  it('has what happened since the last look', () => {
    const times = new ModelTimes();
    times.cacheMisses = 1;
    times.loading.add(2);
    const first = times.describe(1);
    times.cacheHits = 3;
    times.cacheMisses = 2;
    times.loading.add(5);
    times.unloading.add(1);
    expect(shown(modelMetrics(first, undefined))).toEqual([
      ['LoadedModelCount', 1, 1],
      ['ModelCacheHit', 1, 0],
      ['ModelLoadingTime', 1, 2000],
    ]);
    // Three of four requests found their model; one more was loaded, in 5 ms: microseconds.
    expect(shown(modelMetrics(times.describe(2), first))).toEqual([
      ['LoadedModelCount', 1, 2],
      ['ModelCacheHit', 4, 3],
      ['ModelLoadingTime', 1, 5000],
      ['ModelUnloadingTime', 1, 1000],
    ]);
    expect(shown(modelMetrics(first, first))).toEqual([['LoadedModelCount', 1, 1]]);
  });
});

describe('endedRequestMetrics()', () => {
  const request = { isCompleted: true, isExpired: false, backlogMs: 5, totalMs: 20 };

  it('counts answers, failures and expired requests separately', () => {
    const processed = [
      ['TimeInBacklog', 1, 5],
      ['InvocationsProcessed', 1, 1],
      ['TotalProcessingTime', 1, 20],
    ];
    expect(shown(endedRequestMetrics(request))).toEqual(processed);
    expect(shown(endedRequestMetrics({ ...request, isCompleted: false }))).toEqual([
      ...processed,
      ['InvocationFailures', 1, 1],
    ]);
    expect(shown(endedRequestMetrics({ ...request, isCompleted: false, isExpired: true }))).toEqual([
      ['TimeInBacklog', 1, 5],
      ['ExpiredRequests', 1, 1],
    ]);
  });
});

describe('backlogMetrics()', () => {
  it('is by instance as well, and has the age of the oldest request in seconds', () => {
    const backlog = { endpoint: 'us-east-1/e', count: 6, oldestAt: 10_000 };
    const values = (count: number) => shown(backlogMetrics(backlog, count, 17_400)).map(([, , sum]) => sum);
    expect(values(3)).toEqual([6, 2, 0, 7]);
    expect(values(0)).toEqual([6, 6, 1, 7]);
    expect(shown(backlogMetrics(undefined, 3, 0)).map(([, , sum]) => sum)).toEqual([0, 0, 0, 0]);
  });
});
