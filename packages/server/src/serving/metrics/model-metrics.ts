import { rateOf, statisticsOf } from '../../platform/metrics/statistics.ts';
import type { MeanTime, ModelSummary } from '../container/multi-model/model-times.ts';
import type { NamedValues } from './sagemaker-metrics.ts';

/** What a multi-model container did between two looks (developer guide, "CloudWatch metrics for multi-model endpoints"). */
export function modelMetrics(now: ModelSummary, before: ModelSummary | undefined): NamedValues[] {
  const hits = now.modelCacheHits - (before?.modelCacheHits ?? 0);
  const misses = now.modelCacheMisses - (before?.modelCacheMisses ?? 0);
  return [
    { name: 'LoadedModelCount', values: statisticsOf(now.loadedModelCount) },
    ...(hits + misses === 0 ? [] : [{ name: 'ModelCacheHit', values: rateOf(hits, hits + misses) } as const]),
    ...timeOf('ModelLoadingWaitTime', now.modelLoadingWaitTime, before?.modelLoadingWaitTime),
    ...timeOf('ModelDownloadingTime', now.modelDownloadingTime, before?.modelDownloadingTime),
    ...timeOf('ModelLoadingTime', now.modelLoadingTime, before?.modelLoadingTime),
    ...timeOf('ModelUnloadingTime', now.modelUnloadingTime, before?.modelUnloadingTime),
  ];
}

/** Only the sum and the count of these times are known, so each is taken to be their mean. */
function timeOf(name: NamedValues['name'], now: MeanTime, before: MeanTime | undefined): NamedValues[] {
  const count = now.count - (before?.count ?? 0);
  if (count === 0) return [];
  const sum = now.count * now.meanMicros - (before?.count ?? 0) * (before?.meanMicros ?? 0);
  return [{ name, values: statisticsOf(Number((sum / count).toFixed(3)), count) }];
}
