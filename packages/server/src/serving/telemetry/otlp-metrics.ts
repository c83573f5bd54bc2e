import type { Family, Sample } from '../metrics/prometheus/family.ts';
import { otlpValue } from './otlp-value.ts';

/** AggregationTemporality of the protocol: sums since the start. */
const cumulative = 2;

/** When the sums began, and when they were read; milliseconds since 1970. */
export interface MetricTimes {
  readonly start: number;
  readonly now: number;
}

/** ExportMetricsServiceRequest of OTLP, as JSON has it: the families that Prometheus gets, under the same names. */
export function otlpMetrics(
  resource: Readonly<Record<string, string>>,
  families: readonly Family[],
  times: MetricTimes,
): object {
  const metrics = families.filter(({ samples }) => samples.length > 0).map((family) => metricOf(family, times));
  const scopeMetrics = [{ scope: { name: 'catenary' }, metrics }];
  return { resourceMetrics: [{ resource: { attributes: otlpValue.attributes(resource) }, scopeMetrics }] };
}

function metricOf({ name, help: description, type, samples }: Family, times: MetricTimes): object {
  const shared = { startTimeUnixNano: otlpValue.time(times.start), timeUnixNano: otlpValue.time(times.now) };
  if (type === 'histogram') {
    const dataPoints = series(samples).map((one) => ({ ...shared, ...histogramOf(one) }));
    return { name, description, unit: 's', histogram: { aggregationTemporality: cumulative, dataPoints } };
  }
  const dataPoints = samples.map(({ labels, value }) => ({
    ...shared,
    attributes: otlpValue.attributes(labels),
    asDouble: value,
  }));
  if (type === 'gauge') return { name, description, gauge: { dataPoints } };
  return { name, description, sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints } };
}

/** The samples of a histogram, grouped by their labels other than the bound. */
function series(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  return [...Map.groupBy(samples, ({ labels }) => JSON.stringify(withoutBound(labels))).values()];
}

function withoutBound({ le: _bound, ...labels }: Sample['labels']): Sample['labels'] {
  return labels;
}

function histogramOf(samples: readonly Sample[]): object {
  const buckets = samples.filter(({ suffix }) => suffix === '_bucket');
  const valueOf = (suffix: string) => samples.find((sample) => sample.suffix === suffix)?.value ?? 0;
  return {
    attributes: otlpValue.attributes(withoutBound(samples[0]?.labels ?? {})),
    count: String(valueOf('_count')),
    sum: valueOf('_sum'),
    // Prometheus' buckets are cumulative, OpenTelemetry's are not.
    bucketCounts: buckets.map(({ value }, at) => String(value - (buckets[at - 1]?.value ?? 0))),
    explicitBounds: buckets.slice(0, -1).map(({ labels: { le } }) => Number(le)),
  };
}
