import { cloudwatchModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { putMetricData } from './put-metric-data.ts';

/** Metrics: those of endpoints and jobs, and those that callers put there. */
export const cloudwatchOperations = defineService(
  { signingName: 'monitoring', model: cloudwatchModel },
  {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
  },
);
