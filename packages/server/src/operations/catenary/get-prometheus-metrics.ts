import { endpointFamilies } from '../../serving/metrics/prometheus/endpoint-families.ts';
import { exposition, expositionType } from '../../serving/metrics/prometheus/exposition.ts';
import { processFamilies } from '../../serving/metrics/prometheus/process-families.ts';
import type { OperationContext } from '../operation-context.ts';

/** GetPrometheusMetrics: what endpoints and this process count, since they were started, as Prometheus scrapes it. */
export async function getPrometheusMetrics(
  _input: object,
  { metrics, transformJobs }: OperationContext,
): Promise<object> {
  const jobs = { labels: {}, value: transformJobs.running().length };
  const families = [
    ...(await endpointFamilies(metrics.collector.endpoints)),
    {
      name: 'catenary_transform_jobs_running',
      help: 'Transform jobs that run here.',
      type: 'gauge',
      samples: [jobs],
    } as const,
    ...processFamilies(),
  ];
  return { Body: Buffer.from(exposition(families)), ContentType: expositionType };
}
