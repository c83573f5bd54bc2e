import { assertNamespace } from './scaling-input.ts';

/** DescribeScalingActivities: there are none, as nothing is scaled. */
export function describeScalingActivities({
  ServiceNamespace: namespace,
}: {
  readonly ServiceNamespace: string;
}): object {
  assertNamespace(namespace);
  return { ScalingActivities: [] };
}
