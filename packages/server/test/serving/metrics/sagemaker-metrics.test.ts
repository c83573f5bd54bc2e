import { describe, expect, it } from 'vitest';
import { ChainTimes } from '../../../src/serving/invocation/chain-times.ts';
import { requestMetrics, sagemakerMetrics } from '../../../src/serving/metrics/sagemaker-metrics.ts';

/** Four requests to two containers: two answered, one refused with 400, one without an answer. */
function period(hostnames: readonly string[]) {
  const times = new ChainTimes(hostnames);
  const spent = (ms: number) => Float64Array.from(hostnames, () => ms);
  times.record(spent(1), 3);
  times.record(spent(2), 5);
  times.recordFailure(0, 400);
  times.recordFailure(0, 0);
  return times.take();
}
const shown = (hostnames: readonly string[], isDirect = false) =>
  requestMetrics(period(hostnames), { instanceCount: 2, isDirect }).map(({ name, container, values }) => [
    container === undefined ? name : `${name} of ${container}`,
    values.count,
    values.sum,
    values.min,
    values.max,
  ]);

/** What there is for every variant. Two answers took 1 + 1 and 2 + 2 ms in containers, and 1 ms each besides: microseconds. */
const common = [
  ['InvocationsPerInstance', 4, 2, 0.5, 0.5],
  ['InvocationModelErrors', 4, 2, 0, 1],
];
const counts = (suffix = '') => [
  [`Invocations${suffix}`, 4, 4, 1, 1],
  [`Invocation4XXErrors${suffix}`, 4, 1, 0, 1],
  [`Invocation5XXErrors${suffix}`, 4, 1, 0, 1],
];

describe('requestMetrics()', () => {
  it('has for a pipeline the latency of each container as well', () => {
    expect(shown(['a', 'b'])).toEqual([
      ...common,
      ['ModelLatency', 2, 6000, 2000, 4000],
      ...counts(),
      ['OverheadLatency', 2, 2000, 1000, 1000],
      ['ContainerLatency of a', 2, 3000, 1000, 2000],
      ['ContainerLatency of b', 2, 3000, 1000, 2000],
    ]);
  });

  it('has for a single container no latency of its own', () => {
    expect(shown(['a'])).toEqual([
      ...common,
      ['ModelLatency', 2, 3000, 1000, 2000],
      ...counts(),
      ['OverheadLatency', 2, 5000, 2000, 3000],
    ]);
  });

  it('has in Direct mode what a variant has for its container, too', () => {
    expect(shown(['a'], true)).toEqual([
      ...common,
      ['ModelLatency', 2, 3000, 1000, 2000],
      ...counts(),
      ['OverheadLatency', 2, 5000, 2000, 3000],
      ...counts(' of a'),
      ['OverheadLatency of a', 2, 5000, 2000, 3000],
      ['ContainerLatency of a', 2, 3000, 1000, 2000],
    ]);
  });

  it('has nothing without requests', () => {
    expect(requestMetrics(new ChainTimes(['a']).take(), { instanceCount: 1, isDirect: false })).toEqual([]);
  });
});

describe('sagemakerMetrics', () => {
  const variant = { region: 'eu-west-1', endpoint: 'e', variant: 'v' };

  it('names metrics, units and dimensions as the service does, dimensions by name', () => {
    expect(sagemakerMetrics.ofVariant(variant, { name: 'ContainerLatency', container: 'c' })).toEqual({
      region: 'eu-west-1',
      namespace: 'AWS/SageMaker',
      name: 'ContainerLatency',
      dimensions: [
        ['ContainerName', 'c'],
        ['EndpointName', 'e'],
        ['VariantName', 'v'],
      ],
      unit: 'Microseconds',
    });
    expect(sagemakerMetrics.useOf(variant, 'CPUUtilization')).toMatchObject({
      namespace: '/aws/sagemaker/Endpoints',
      unit: 'Percent',
    });
    expect(sagemakerMetrics.useOfJob('eu-west-1', 'job/i-1', 'MemoryUtilization')).toMatchObject({
      namespace: '/aws/sagemaker/TransformJobs',
      dimensions: [['Host', 'job/i-1']],
    });
  });
});
