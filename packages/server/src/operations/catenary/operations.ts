import { catenaryModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { checkHealth } from './check-health.ts';
import { checkReadiness } from './check-readiness.ts';
import { describeDrift } from './describe-drift.ts';
import { describeProgress } from './describe-progress.ts';
import { describeShadow } from './describe-shadow.ts';
import { describeTimes } from './describe-times.ts';
import { getPrometheusMetrics } from './get-prometheus-metrics.ts';
import { traceEndpoint } from './trace-endpoint.ts';

/** What this server reports of itself beyond AWS's APIs. */
export const catenaryOperations = defineService(
  { signingName: 'sagemaker', callsAre: 'predictions', model: catenaryModel },
  {
    CheckHealth: { run: checkHealth, callers: 'anyone' },
    CheckReadiness: { run: checkReadiness, callers: 'anyone' },
    DescribeDrift: describeDrift,
    DescribeProgress: describeProgress,
    DescribeShadow: describeShadow,
    DescribeTimes: describeTimes,
    GetPrometheusMetrics: { run: getPrometheusMetrics, callers: 'password' },
    TraceEndpoint: traceEndpoint,
  },
);
