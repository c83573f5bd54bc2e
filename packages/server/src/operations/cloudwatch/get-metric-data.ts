import { present } from '@catenary/scoring/internal/values';
import { type MetricDataQuery, type QueryResult, queryMetrics } from '../../serving/metrics/metric-query.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidParameter, withQueryErrors } from './invalid-parameter.ts';
import { readTimeRange } from './time-range.ts';

interface Input {
  readonly MetricDataQueries: readonly MetricDataQuery[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
  readonly ScanBy?: 'TimestampAscending' | 'TimestampDescending';
  readonly MaxDatapoints?: number;
}

const maxQueries = 500;
/** The most values of one page, and the default. */
const maxDatapoints = 100_800;

/** GetMetricData: statistics of metrics by period, and expressions over them (CloudWatch API reference). */
export async function getMetricData(input: Input, { store, realm, metrics }: OperationContext): Promise<object> {
  const {
    MetricDataQueries: queries,
    ScanBy: order = 'TimestampDescending',
    MaxDatapoints: most = maxDatapoints,
  } = input;
  if (queries.length > maxQueries) throw invalidParameter(`There may be ${maxQueries} queries at most.`);
  if (most < 1 || most > maxDatapoints) throw invalidParameter(`MaxDatapoints must be from 1 to ${maxDatapoints}.`);
  const range = readTimeRange(input);
  await metrics.collector.flush();
  const results = await withQueryErrors(() => queryMetrics(store, realm, { queries, range }));
  const skipped = readToken(input.NextToken);
  const perResult = Math.max(1, Math.floor(most / Math.max(1, results.length)));
  const pages = results.map((result) => pageOf(result, { order, skipped, most: perResult }));
  const isMore = pages.some(({ rest }) => rest);
  return {
    MetricDataResults: pages.map(({ result }) => result),
    Messages: [],
    ...present({ NextToken: isMore ? String(skipped + perResult) : undefined }),
  };
}

interface PageRequest {
  readonly order: string;
  /** How many values of each result were on earlier pages, and how many there are on this. */
  readonly skipped: number;
  readonly most: number;
}

function pageOf({ id, label, values }: QueryResult, { order, skipped, most }: PageRequest) {
  const sorted = order === 'TimestampDescending' ? [...values].toReversed() : [...values];
  const page = sorted.slice(skipped, skipped + most);
  const rest = sorted.length > skipped + most;
  return {
    result: {
      Id: id,
      Label: label,
      Timestamps: page.map(([time]) => time / 1000),
      Values: page.map(([, value]) => value),
      StatusCode: rest ? 'PartialData' : 'Complete',
    },
    rest,
  };
}

function readToken(token = '0'): number {
  if (!/^\d{1,9}$/.test(token)) throw invalidParameter('The NextToken is invalid.');
  return Number(token);
}
