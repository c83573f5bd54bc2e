import { countRows } from '../store/count-rows.ts';
import type { Store } from '../store/store.ts';
import { decodeHour, pointsOf } from './hour-of-values.ts';
import { type Dimensions, hourMs, type Metric, type MetricName, type MetricPoint, ownNamespaces } from './metric.ts';
import { addAt, type Statistics } from './statistics.ts';

/** Milliseconds since 1970; `from` is included, `to` is not. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** One unit of a metric, and its values by the minute, oldest first. */
export interface Series {
  readonly unit: string;
  readonly points: readonly MetricPoint[];
}

/** The values of a metric, by unit; those of several servers added up. `unit`: that one alone. */
export async function readSeries(
  store: Store,
  name: MetricName & { readonly unit?: string | undefined },
  range: TimeRange,
): Promise<Series[]> {
  const metrics = await store
    .selectFrom('metric')
    .select(['id', 'unit'])
    .where('region', '=', name.region)
    .where('namespace', '=', name.namespace)
    .where('name', '=', name.name)
    .where('dimensions', '=', JSON.stringify(name.dimensions))
    .$if(name.unit !== undefined, (query) => query.where('unit', '=', name.unit as string))
    .execute();
  const series = metrics.map(async ({ id, unit }) => ({ unit, points: await readPoints(store, id, range) }));
  return (await Promise.all(series)).filter(({ points }) => points.length > 0);
}

async function readPoints(store: Store, id: string, { from, to }: TimeRange): Promise<MetricPoint[]> {
  const chunks = await store
    .selectFrom('metric_chunk')
    .select(['hour', 'points'])
    .where('metric', '=', id)
    .where('hour', '>', from - hourMs)
    .where('hour', '<', to)
    .execute();
  const byTime = new Map<number, Statistics>();
  for (const { hour, points } of chunks)
    for (const { time, values } of pointsOf(Number(hour), decodeHour(points)))
      if (time >= from && time < to) addAt(byTime, time, values);
  return [...byTime].map(([time, values]) => ({ time, values })).toSorted((a, b) => a.time - b.time);
}

export interface KnownMetric extends Metric {
  /** The last hour that it has values of. */
  readonly lastHour: number;
}

/** The series of a region, of one namespace and name where they are given, in no particular order. */
export async function listSeries(
  store: Store,
  {
    region,
    namespace,
    name,
  }: { readonly region: string; readonly namespace?: string | undefined; readonly name?: string | undefined },
): Promise<KnownMetric[]> {
  const rows = await store
    .selectFrom('metric')
    .selectAll()
    .where('region', '=', region)
    .$if(namespace !== undefined, (query) => query.where('namespace', '=', namespace as string))
    .$if(name !== undefined, (query) => query.where('name', '=', name as string))
    .execute();
  return rows.map(({ dimensions, last_hour: lastHour, ...row }) => ({
    ...row,
    dimensions: JSON.parse(dimensions) as Dimensions,
    lastHour: Number(lastHour),
  }));
}

/** How many series callers have put into the store. */
export async function countSeries(store: Store): Promise<number> {
  return countRows(store.selectFrom('metric').where('namespace', 'not in', ownNamespaces));
}
