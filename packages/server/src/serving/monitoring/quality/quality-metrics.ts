import { type MetricValue, namespaces } from '../../../platform/metrics/metric.ts';
import { statisticsOf } from '../../../platform/metrics/statistics.ts';
import type { MeasuredSchedule } from '../feature-metrics.ts';
import type { Quality } from './measure-quality.ts';

/** The metrics of a model for CloudWatch, by their own names (developer guide, "Model Quality CloudWatch Metrics"). */
export const qualityMetrics = (quality: Quality, of: MeasuredSchedule): MetricValue[] =>
  quality.metrics
    .filter(({ value }) => Number.isFinite(value))
    .map(({ name, value }) => ({
      metric: {
        region: of.region,
        namespace: namespaces.modelQuality,
        name,
        dimensions: [['Endpoint', of.endpoint] as const, ['MonitoringSchedule', of.schedule] as const],
        unit: 'None',
      },
      time: of.time,
      values: statisticsOf(value),
    }));
