import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Realm } from '../../contract/arn.ts';
import { type Dimensions, sortDimensions } from '../../platform/metrics/metric.ts';
import { readSeries, type Series, type TimeRange } from '../../platform/metrics/read-series.ts';
import type { Store } from '../../platform/store/store.ts';
import { evaluate } from './math/evaluate.ts';
import { MathError } from './math/math-error.ts';
import { isList, isSeries, type MathValue, type SeriesValue } from './math/math-value.ts';
import { type Expression, parseExpression } from './math/parse-expression.ts';
import { byPeriod, periodBegins } from './periods.ts';
import { findStatistic, offeredStatistics } from './statistic.ts';

/** Dimensions as a caller writes them. */
export type WireDimensions = readonly { readonly Name: string; readonly Value: string }[];

export function readDimensions(dimensions: WireDimensions = []): Dimensions {
  return sortDimensions(dimensions.map(({ Name, Value }) => [Name, Value] as const));
}

/** MetricDataQuery of the API. */
export interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace?: string;
      readonly MetricName?: string;
      readonly Dimensions?: WireDimensions;
    };
    readonly Period: number;
    readonly Stat: string;
    readonly Unit?: string;
  };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
}

/** The result of a query. */
export interface QueryResult {
  readonly id: string;
  readonly label: string;
  readonly values: SeriesValue;
}

/** Why queries cannot be answered: a sentence for the caller. */
export class QueryError extends Error {}

/** The most periods that are looked at in one request: as many as a page of CloudWatch has values. */
const maxPeriods = 100_800;
/** The most values that one request may read, and that its expressions may go through: they are computed without a pause. */
const maxComputed = 1_000_000;

/** A query that was understood. */
interface ReadQuery {
  readonly query: MetricDataQuery;
  /** Undefined for a query of a metric. */
  readonly expression: Expression | undefined;
  readonly seconds: number;
}

/**
 * The results of queries that return data, in their order: each metric by its periods, which are counted from `range.from`, and
 * expressions over them. Throws `QueryError`.
 */
export async function queryMetrics(
  store: Store,
  realm: Pick<Realm, 'region'>,
  { queries, range }: { readonly queries: readonly MetricDataQuery[]; readonly range: TimeRange },
): Promise<QueryResult[]> {
  const read = readQueries(queries, range);
  const metrics = new Map<string, SeriesValue>();
  let count = 0;
  for (const { query, expression, seconds } of read) {
    if (expression !== undefined) continue;
    const values = await metricOf(store, realm, { query, range, seconds });
    count += values.size;
    if (count > maxComputed)
      throw new QueryError(
        `There are more than ${maxComputed} values: ask for fewer metrics, a longer period or a shorter time.`,
      );
    metrics.set(query.Id, values);
    await nextTurn(); // requests to endpoints wait for each
  }
  const values = new Values(read, metrics, range);
  return read
    .filter(({ query }) => query.ReturnData !== false)
    .flatMap(({ query }) => resultsOf(query, values.of(query.Id)));
}

/** Throws `QueryError` for queries that cannot be answered, whatever values there are. */
export function readQueries(queries: readonly MetricDataQuery[], range: TimeRange): ReadQuery[] {
  const ids = new Set<string>();
  for (const { Id: id } of queries) {
    if (!/^[a-z]\w*$/.test(id))
      throw new QueryError(`The Id ${id} must begin with a small letter and have letters, digits and _ alone.`);
    if (ids.has(id)) throw new QueryError(`The Id ${id} is there twice.`);
    ids.add(id);
  }
  const metricSeconds = queries.flatMap(({ MetricStat: stat }) => (stat === undefined ? [] : [stat.Period]));
  const shared = Math.max(60, ...metricSeconds);
  return queries.map((query) => readQuery(query, { range, shared }));
}

function readQuery(
  query: MetricDataQuery,
  { range, shared }: { readonly range: TimeRange; readonly shared: number },
): ReadQuery {
  const { Id: id, MetricStat: stat, Expression: text } = query;
  if ((stat === undefined) === (text === undefined))
    throw new QueryError(`The query ${id} must have exactly one of MetricStat and Expression.`);
  const seconds = stat?.Period ?? query.Period ?? shared;
  assertPeriod(seconds, range);
  if (stat !== undefined) {
    assertStatistic(stat.Stat);
    return { query, expression: undefined, seconds };
  }
  return { query, expression: attempt(query, () => parseExpression(text as string)), seconds };
}

/** Values are kept by the minute. */
export function assertPeriod(seconds: number, { from, to }: TimeRange): void {
  if (seconds % 60 !== 0)
    throw new QueryError(
      `The period ${seconds} is not offered: values are kept by the minute, so it must be a multiple of 60.`,
    );
  if ((to - from) / 1000 / seconds > maxPeriods)
    throw new QueryError(
      `There are more than ${maxPeriods} periods of ${seconds} s between StartTime and EndTime: take a longer period.`,
    );
}

export function assertStatistic(name: string): void {
  if (findStatistic(name) === undefined)
    throw new QueryError(`The statistic ${name.slice(0, 100)} is not offered; there are ${offeredStatistics}.`);
}

async function metricOf(
  store: Store,
  { region }: Pick<Realm, 'region'>,
  { query, range, seconds }: { readonly query: MetricDataQuery; readonly range: TimeRange; readonly seconds: number },
): Promise<SeriesValue> {
  const {
    Metric: metric,
    Stat: statistic,
    Unit: unit,
  } = query.MetricStat as NonNullable<MetricDataQuery['MetricStat']>;
  const { Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions } = metric;
  const asked = { region, namespace, name, dimensions: readDimensions(dimensions), unit };
  return statisticBy(await readSeries(store, asked, range), { range, seconds, statistic });
}

/** One statistic of a metric by period, whatever the units of its values are. */
export function statisticBy(
  series: readonly Series[],
  { range, seconds, statistic }: { readonly range: TimeRange; readonly seconds: number; readonly statistic: string },
): SeriesValue {
  const of = findStatistic(statistic);
  const points = series.flatMap(({ points: some }) => some);
  const values = new Map<number, number>();
  for (const [time, statistics] of byPeriod(points, range, seconds * 1000)) {
    const value = of?.(statistics);
    if (value !== undefined) values.set(time, value);
  }
  return new Map([...values].toSorted(([a], [b]) => a - b));
}

/** Values of queries, each computed once, when it is asked for. */
class Values {
  readonly #queries: ReadonlyMap<string, ReadQuery>;
  readonly #metrics: ReadonlyMap<string, SeriesValue>;
  readonly #range: TimeRange;
  readonly #known: Map<string, MathValue>;
  readonly #underWay = new Set<string>();
  readonly #budget = { left: maxComputed };

  constructor(queries: readonly ReadQuery[], metrics: ReadonlyMap<string, SeriesValue>, range: TimeRange) {
    this.#queries = new Map(queries.map((read) => [read.query.Id, read]));
    this.#metrics = metrics;
    this.#range = range;
    this.#known = new Map<string, MathValue>(metrics);
  }

  of(id: string): MathValue {
    const value = this.#find(id);
    if (value === undefined) throw new QueryError(`There is no query with the id ${id}.`);
    return value;
  }

  #find(id: string): MathValue | undefined {
    const known = this.#known.get(id);
    const read = this.#queries.get(id);
    if (known !== undefined || read?.expression === undefined) return known;
    if (this.#underWay.has(id)) throw new QueryError(`The expression of ${id} is computed of itself.`);
    this.#underWay.add(id);
    const value = this.#compute(read, read.expression);
    this.#known.set(id, value);
    return value;
  }

  #compute({ query, seconds }: ReadQuery, expression: Expression): MathValue {
    const periods = { begins: periodBegins(this.#range, seconds), seconds };
    const input = { find: (id: string) => this.#find(id), metrics: this.#metrics, periods, budget: this.#budget };
    return attempt(query, () => evaluate(expression, input));
  }
}

function attempt<T>({ Id: id, Expression: text = '' }: MetricDataQuery, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MathError)
      throw new QueryError(`The expression ${text.slice(0, 200)} of ${id} cannot be computed: ${error.message}.`);
    throw error;
  }
}

function resultsOf(query: MetricDataQuery, value: MathValue): QueryResult[] {
  const id = query.Id;
  const label = query.Label ?? query.MetricStat?.Metric.MetricName ?? id;
  if (isSeries(value)) return [{ id, label, values: numbersOf(value) }];
  if (isList(value)) return value.map((values) => ({ id, label, values: numbersOf(values) }));
  throw new QueryError(
    `The expression of ${id} has a number for a result, and must have a series: use TIME_SERIES, or ReturnData false.`,
  );
}

/** Leaves out what is not a finite number, such as 0 / 0: JSON cannot hold it. */
function numbersOf(values: SeriesValue): SeriesValue {
  return new Map([...values].filter(([, value]) => Number.isFinite(value)));
}
