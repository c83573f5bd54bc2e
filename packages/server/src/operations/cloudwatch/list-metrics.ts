import { present } from '@catenary/scoring/internal/values';
import { hourMs } from '../../platform/metrics/metric.ts';
import { type KnownMetric, listSeries } from '../../platform/metrics/read-series.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageBehind } from '../page-behind.ts';
import { invalidParameter } from './invalid-parameter.ts';

interface Input {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
  readonly NextToken?: string;
  readonly RecentlyActive?: 'PT3H';
}

const pageSize = 500;
/** Three hours, and one more: values are stored under the hour that they are in. */
const recentMs = 4 * hourMs;

/** ListMetrics: 500 at once, by namespace, name and dimensions, those with all dimensions that are asked for. */
export async function listMetrics(input: Input, { store, realm, metrics, now }: OperationContext): Promise<object> {
  await metrics.collector.flush();
  const asked = { region: realm.region, namespace: input.Namespace, name: input.MetricName };
  const since = input.RecentlyActive === undefined ? 0 : now() - recentMs;
  const known = (await listSeries(store, asked)).filter((metric) => metric.lastHour >= since && fits(metric, input));
  // A metric in several units is listed once.
  const byKey = new Map(known.map((metric) => [keyOf(metric), metric]));
  const { page, next } = pageBehind([...byKey], ([key]) => key, {
    token: input.NextToken,
    size: pageSize,
    prefix: '[',
    invalid: () => invalidParameter('The NextToken is invalid.'),
  });
  return { Metrics: page.map(([, metric]) => describe(metric)), ...present({ NextToken: next }) };
}

function fits({ dimensions }: KnownMetric, { Dimensions: filters = [] }: Input): boolean {
  return filters.every(({ Name, Value }) =>
    dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value)),
  );
}

const keyOf = ({ namespace, name, dimensions }: KnownMetric) => JSON.stringify([namespace, name, dimensions]);

const describe = ({ namespace, name, dimensions }: KnownMetric) => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
});
