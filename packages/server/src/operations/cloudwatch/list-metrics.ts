import { present } from '@catenary/scoring/internal/values';
import { hourMs } from '../../platform/metrics/metric.ts';
import { type KnownMetric, listSeries } from '../../platform/metrics/read-series.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidParameter } from './invalid-parameter.ts';

interface Input {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
  readonly NextToken?: string;
  readonly RecentlyActive?: 'PT3H';
}

const pageSize = 500;
/** Values of the last hours are in the chunk of an hour that began up to one before. */
const recentMs = 4 * hourMs;

/** ListMetrics: 500 at once, by namespace, name and dimensions, those with all dimensions that are asked for. */
export async function listMetrics(input: Input, { store, realm, metrics, now }: OperationContext): Promise<object> {
  await metrics.collector.flush();
  const asked = { region: realm.region, namespace: input.Namespace, name: input.MetricName };
  const since = input.RecentlyActive === undefined ? 0 : now() - recentMs;
  const known = (await listSeries(store, asked)).filter((metric) => metric.lastHour >= since && fits(metric, input));
  // One in several units is one metric.
  const byKey = new Map(known.map((metric) => [keyOf(metric), metric]));
  const after = input.NextToken === undefined ? '' : readToken(input.NextToken);
  const keys = [...byKey.keys()].filter((key) => key > after).toSorted();
  const page = keys.slice(0, pageSize);
  return {
    Metrics: page.flatMap((key) => describe(byKey.get(key))),
    ...present({ NextToken: keys.length > pageSize ? writeToken(page.at(-1)) : undefined }),
  };
}

function fits({ dimensions }: KnownMetric, { Dimensions: filters = [] }: Input): boolean {
  return filters.every(({ Name, Value }) =>
    dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value)),
  );
}

const keyOf = ({ namespace, name, dimensions }: KnownMetric) => JSON.stringify([namespace, name, dimensions]);

const writeToken = (key = '') => Buffer.from(key).toString('base64url');

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (!key.startsWith('[')) throw invalidParameter('The NextToken is invalid.');
  return key;
}

function describe(metric: KnownMetric | undefined): object[] {
  if (metric === undefined) return [];
  const { namespace, name, dimensions } = metric;
  return [{ Namespace: namespace, MetricName: name, Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })) }];
}
