import { type Dimensions, type Metric, namespaces } from '../../platform/metrics/metric.ts';
import { rateOf, type Statistics, statisticsOf } from '../../platform/metrics/statistics.ts';
import type { ChainPeriod } from '../invocation/chain-times.ts';

/** Units of what the service measures (developer guide, "Monitor SageMaker AI with CloudWatch"). */
const unitOf = {
  Invocations: 'None',
  InvocationsPerInstance: 'None',
  Invocation4XXErrors: 'None',
  Invocation5XXErrors: 'None',
  InvocationModelErrors: 'None',
  ConcurrentRequestsPerModel: 'Count',
  NoCapacityInvocationFailures: 'Count',
  ModelLatency: 'Microseconds',
  OverheadLatency: 'Microseconds',
  ContainerLatency: 'Microseconds',
  ModelCacheHit: 'None',
  LoadedModelCount: 'None',
  ModelLoadingWaitTime: 'Microseconds',
  ModelDownloadingTime: 'Microseconds',
  ModelLoadingTime: 'Microseconds',
  ModelUnloadingTime: 'Microseconds',
  ApproximateBacklogSize: 'Count',
  ApproximateBacklogSizePerInstance: 'Count',
  HasBacklogWithoutCapacity: 'Count',
  ApproximateAgeOfOldestRequest: 'Seconds',
  InvocationsProcessed: 'Count',
  InvocationFailures: 'Count',
  ExpiredRequests: 'Count',
  TimeInBacklog: 'Milliseconds',
  TotalProcessingTime: 'Milliseconds',
} as const;
const useNames = ['CPUUtilization', 'DiskUtilization', 'MemoryUtilization'] as const;

type InferenceName = keyof typeof unitOf;
export type UseName = (typeof useNames)[number];

/** Values of one metric, without their time. */
export interface NamedValues {
  readonly name: InferenceName;
  readonly values: Statistics;
  readonly container?: string | undefined;
}

/** The variant whose metrics they are. */
export interface MetricVariant {
  readonly region: string;
  readonly endpoint: string;
  readonly variant: string;
  /** Its configuration, for metrics of that configuration alone. */
  readonly config?: string;
}

export const sagemakerMetrics = {
  ofVariant(variant: MetricVariant, { name, container }: Omit<NamedValues, 'values'>): Metric {
    const dimensions = dimensionsOf(variant);
    const named = container === undefined ? [] : ([['ContainerName', container]] as const);
    return {
      region: variant.region,
      namespace: namespaces.inferences,
      name,
      dimensions: [...named, ...dimensions],
      unit: unitOf[name],
    };
  },
  /** Of all variants together. */
  ofEndpoint: (region: string, endpoint: string, { name }: Pick<NamedValues, 'name'>): Metric => ({
    region,
    namespace: namespaces.inferences,
    name,
    dimensions: [['EndpointName', endpoint]],
    unit: unitOf[name],
  }),
  /** Of the machine that a variant runs on. */
  useOf: (variant: MetricVariant, name: UseName): Metric =>
    percent(variant.region, { namespace: namespaces.endpoints, name, dimensions: dimensionsOf(variant) }),
  /** Of the machine that a job runs on; `host` as in the name of its log stream. */
  useOfJob: (region: string, host: string, name: UseName): Metric =>
    percent(region, { namespace: namespaces.transformJobs, name, dimensions: [['Host', host]] }),
};

/** Sorted by name. */
const dimensionsOf = ({ endpoint, variant, config }: MetricVariant): Dimensions => [
  ...(config === undefined ? [] : [['EndpointConfigName', config] as const]),
  ['EndpointName', endpoint],
  ['VariantName', variant],
];

const percent = (region: string, rest: Omit<Metric, 'region' | 'unit'>): Metric => ({
  region,
  ...rest,
  unit: 'Percent',
});

/** What the counts of a variant depend on: its number of instances, and whether each container takes requests of its own. */
export interface CountedOn {
  readonly instanceCount: number;
  readonly isDirect: boolean;
}

/** What requests to one chain of a variant add to its metrics; nothing if there were none. */
export function requestMetrics(period: ChainPeriod, { instanceCount, isDirect }: CountedOn): NamedValues[] {
  const { invocations, containers } = period;
  if (invocations === 0) return [];
  const ofAll: NamedValues[] = [
    { name: 'InvocationsPerInstance', values: statisticsOf(1 / Math.max(1, instanceCount), invocations) },
    { name: 'InvocationModelErrors', values: rateOf(period.modelErrors, invocations) },
    ...latency('ModelLatency', period.model),
  ];
  const shared = requestCounts(period);
  const own = isDirect ? shared.map((values) => ({ ...values, container: containers[0]?.hostname })) : [];
  const times = isDirect || containers.length > 1 ? containers : [];
  const perContainer = times.flatMap(({ hostname: container, times: values }) =>
    latency('ContainerLatency', values).map((named) => ({ ...named, container })),
  );
  return [...ofAll, ...shared, ...own, ...perContainer];
}

/** The metrics that a variant has and, in Direct mode, each container as well. */
function requestCounts({ invocations, clientErrors, serverErrors, overhead }: ChainPeriod): NamedValues[] {
  return [
    { name: 'Invocations', values: statisticsOf(1, invocations) },
    { name: 'Invocation4XXErrors', values: rateOf(clientErrors, invocations) },
    { name: 'Invocation5XXErrors', values: rateOf(serverErrors, invocations) },
    ...latency('OverheadLatency', overhead),
  ];
}

const latency = (name: InferenceName, values: Statistics | undefined): NamedValues[] =>
  values === undefined ? [] : [{ name, values }];
