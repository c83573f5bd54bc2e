import { hash } from 'node:crypto';
import type { Statistics } from './statistics.ts';

/** Sorted by name, so that equal metrics have equal dimensions. */
export type Dimensions = readonly (readonly [name: string, value: string])[];

/** A metric of CloudWatch without its unit. */
export interface MetricName {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** One series of values: of a metric in one unit. */
export interface Metric extends MetricName {
  /** `Count`, `Microseconds`, `Percent` or another of CloudWatch's; `None` where none is said. */
  readonly unit: string;
}

/** Values of a series in the minute that begins at `time`, milliseconds since 1970. */
export interface MetricPoint {
  readonly time: number;
  readonly values: Statistics;
}

export interface MetricValue extends MetricPoint {
  readonly metric: Metric;
}

/** The namespaces of what the server itself measures, as the service names them. */
export const namespaces = {
  inferences: 'AWS/SageMaker',
  endpoints: '/aws/sagemaker/Endpoints',
  transformJobs: '/aws/sagemaker/TransformJobs',
  dataQuality: 'aws/sagemaker/Endpoints/data-metrics',
  modelQuality: 'aws/sagemaker/Endpoints/model-metrics',
} as const;

/** The same as a list: callers do not write to them, and their metrics do not count as callers' metrics. */
export const ownNamespaces: readonly string[] = Object.values(namespaces);

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

export function minuteOf(time: number): number {
  return Math.floor(time / minuteMs) * minuteMs;
}

export function sortDimensions(dimensions: Dimensions): Dimensions {
  return dimensions.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** The key of a series in the store: the same on every server. */
export function metricId({ region, namespace, name, dimensions, unit }: Metric): string {
  return hash('sha256', JSON.stringify([region, namespace, name, dimensions, unit]), 'base64url').slice(0, 22);
}
