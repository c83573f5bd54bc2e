import { type Metric, type MetricValue, namespaces } from '../../platform/metrics/metric.ts';
import { rateOf, type Statistics, statisticsOf } from '../../platform/metrics/statistics.ts';
import type { ColumnProfile } from './analysis/column-profile.ts';
import type { DataProfile } from './analysis/data-profile.ts';
import { type Baseline, driftOf } from './analysis/find-violations.ts';

/** Whose metrics they are, and when they were measured. */
export interface MeasuredSchedule {
  readonly region: string;
  readonly endpoint: string;
  readonly schedule: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** How many columns have metrics at most: names of columns may come from outside, and each metric is a series of its own. */
const maxFeatures = 500;
/** CloudWatch takes no longer names. */
const maxNameLength = 255;

/**
 * The metrics of each column that the baseline has (developer guide, "CloudWatch Metrics"): its numbers, the share of rows that
 * have it, and its distance from the baseline.
 */
export function featureMetrics(profile: DataProfile, baseline: Baseline, of: MeasuredSchedule): MetricValue[] {
  const constraints = new Map(baseline.constraints.map((column) => [column.name, column]));
  const isKnown = ({ name }: ColumnProfile) => constraints.size === 0 || constraints.has(name);
  return profile.columns
    .filter(isKnown)
    .slice(0, maxFeatures)
    .flatMap((column) => {
      const { config } = constraints.get(column.name) ?? {};
      if (config?.emitsMetrics === false) return [];
      const before = baseline.statistics.get(column.name);
      const drift = before === undefined ? undefined : driftOf(column, before, config?.method ?? 'Robust');
      const values: [string, Statistics | undefined][] = [
        ['data', numbersOf(column)],
        ['non_null', rateOf(column.present, column.present + column.missing)],
        ['baseline_drift', drift === undefined ? undefined : statisticsOf(drift)],
      ];
      return values.flatMap(([kind, statistics]) =>
        statistics === undefined
          ? []
          : [{ metric: metricOf(`feature_${kind}_${column.name}`, of), time: of.time, values: statistics }],
      );
    });
}

function numbersOf({ type, numbers }: ColumnProfile): Statistics | undefined {
  if (numbers === undefined || type === 'String') return undefined;
  const { count, sum, min, max } = numbers;
  return { count, sum, min, max, buckets: undefined };
}

function metricOf(name: string, { region, endpoint, schedule }: MeasuredSchedule): Metric {
  const dimensions = [['Endpoint', endpoint] as const, ['MonitoringSchedule', schedule] as const];
  return { region, namespace: namespaces.dataQuality, name: name.slice(0, maxNameLength), dimensions, unit: 'None' };
}
