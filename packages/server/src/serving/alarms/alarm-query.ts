import { defined, present } from '@catenary/scoring/internal/values';
import { minuteOf } from '../../platform/metrics/metric.ts';
import type { TimeRange } from '../../platform/metrics/read-series.ts';
import { type MetricDataQuery, QueryError, readQueries } from '../metrics/metric-query.ts';
import type { AlarmRequest } from '../records/alarm-record.ts';
import { type AlarmRule, evaluationRange } from './evaluate-alarm.ts';

/** What an alarm looks at: one result, by period. */
export interface AlarmQuery {
  readonly queries: readonly MetricDataQuery[];
  readonly seconds: number;
}

export function ruleOf(definition: AlarmRequest): AlarmRule {
  const { EvaluationPeriods: evaluationPeriods } = definition;
  return {
    comparison: definition.ComparisonOperator,
    threshold: definition.Threshold,
    evaluationPeriods,
    datapointsToAlarm: definition.DatapointsToAlarm ?? evaluationPeriods,
    treatMissingData: definition.TreatMissingData ?? 'missing',
  };
}

/** The whole periods before a time that an alarm is evaluated over. */
export function rangeOf(rule: AlarmRule, seconds: number, at: number): TimeRange {
  const to = minuteOf(at);
  return { from: to - evaluationRange(rule) * seconds * 1000, to };
}

/** Throws `QueryError` for a definition that does not name one result. */
export function alarmQuery(definition: AlarmRequest): AlarmQuery {
  const queries = definition.Metrics ?? [metricOf(definition)];
  const returned = queries.filter(({ ReturnData: isReturned }) => isReturned !== false);
  if (returned.length !== 1)
    throw new QueryError(`Exactly one of Metrics must have ReturnData true, and ${returned.length} have.`);
  const read = readQueries(queries, { from: 0, to: 0 });
  const { seconds } = defined(read.find(({ query }) => query === returned[0]));
  return { queries, seconds };
}

function metricOf(definition: AlarmRequest): MetricDataQuery {
  const { Namespace, MetricName, Dimensions = [], Period = 60, Unit } = definition;
  const Stat = definition.Statistic ?? definition.ExtendedStatistic ?? 'Average';
  const Metric = { Namespace: Namespace ?? '', MetricName: MetricName ?? '', Dimensions };
  return { Id: 'm1', MetricStat: { Metric, Period, Stat, ...present({ Unit }) } };
}
