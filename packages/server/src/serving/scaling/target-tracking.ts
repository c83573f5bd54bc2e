import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { namespaces } from '../../platform/metrics/metric.ts';
import type { MetricDataQuery, WireDimensions } from '../metrics/metric-query.ts';
import type { AlarmRequest } from '../records/alarm-record.ts';

/** TargetTrackingScalingPolicyConfiguration of the API. */
export interface TargetTracking {
  readonly TargetValue: number;
  readonly PredefinedMetricSpecification?: { readonly PredefinedMetricType: string };
  readonly CustomizedMetricSpecification?: {
    readonly MetricName?: string;
    readonly Namespace?: string;
    readonly Dimensions?: WireDimensions;
    readonly Statistic?: string;
    readonly Unit?: string;
    readonly Metrics?: readonly (Omit<MetricDataQuery, 'MetricStat'> & {
      readonly MetricStat?: Omit<NonNullable<MetricDataQuery['MetricStat']>, 'Period'>;
    })[];
  };
  readonly DisableScaleIn?: boolean;
  /** Seconds, as the next. */
  readonly ScaleOutCooldown?: number;
  readonly ScaleInCooldown?: number;
}

type AlarmMetric = Pick<
  AlarmRequest,
  'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic' | 'Unit' | 'Period' | 'Metrics'
>;

/** The predefined metrics that are offered, each with the statistic of a minute. */
const predefined: Readonly<Record<string, { readonly name: string; readonly statistic: string }>> = {
  SageMakerVariantInvocationsPerInstance: { name: 'InvocationsPerInstance', statistic: 'Sum' },
  SageMakerVariantConcurrentRequestsPerModelHighResolution: {
    name: 'ConcurrentRequestsPerModel',
    statistic: 'Maximum',
  },
};
export const offeredMetrics = Object.keys(predefined).join(', ');

/** For how many minutes a metric has to be above its target, or below 90 % of it, as in the alarms that the service makes. */
const periodsAbove = 3;
const periodsBelow = 15;
const lowShare = 0.9;

/** What a policy looks at; undefined for a predefined metric that is not offered. `variant`: the dimensions of the variant. */
export function trackedMetric(policy: TargetTracking, variant: WireDimensions): AlarmMetric | undefined {
  const { PredefinedMetricSpecification: standard, CustomizedMetricSpecification: custom } = policy;
  if (standard !== undefined) {
    const known = own(predefined, standard.PredefinedMetricType);
    if (known === undefined) return undefined;
    return {
      Namespace: namespaces.inferences,
      MetricName: known.name,
      Dimensions: variant,
      Statistic: known.statistic,
      Period: 60,
    };
  }
  if (custom?.Metrics !== undefined) return { Metrics: custom.Metrics.map(withPeriod) };
  const { MetricName, Namespace, Dimensions = [], Statistic = 'Average', Unit } = custom ?? {};
  return { ...present({ MetricName, Namespace, Unit }), Dimensions, Statistic, Period: 60 };
}

function withPeriod({
  MetricStat: stat,
  ...query
}: NonNullable<NonNullable<TargetTracking['CustomizedMetricSpecification']>['Metrics']>[number]): MetricDataQuery {
  return { ...query, ...present({ MetricStat: stat === undefined ? undefined : { ...stat, Period: 60 } }) };
}

/** The alarms of a policy: one for scaling out and, unless that is disabled, one for scaling in. */
export function trackingAlarms(
  policy: TargetTracking,
  metric: AlarmMetric,
): { readonly high: Unnamed; readonly low: Unnamed | undefined } {
  const high: Unnamed = {
    ...metric,
    Threshold: policy.TargetValue,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: periodsAbove,
  };
  if (policy.DisableScaleIn === true) return { high, low: undefined };
  // Without the noise of a binary fraction: 0.9 * 70 is 63.
  const threshold = Number((policy.TargetValue * lowShare).toPrecision(15));
  return {
    high,
    low: { ...metric, Threshold: threshold, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: periodsBelow },
  };
}

/** An alarm before it has a name. */
export type Unnamed = Omit<AlarmRequest, 'AlarmName'>;
