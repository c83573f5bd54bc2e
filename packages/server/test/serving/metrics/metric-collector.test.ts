import { expect, it } from 'vitest';
import type { MetricValue } from '../../../src/platform/metrics/metric.ts';
import type { Endpoint } from '../../../src/serving/endpoint/traffic/endpoint.ts';
import { WakeQueue } from '../../../src/serving/endpoint/traffic/wake-queue.ts';
import { ChainTimes } from '../../../src/serving/invocation/chain-times.ts';
import { MetricCollector } from '../../../src/serving/metrics/metric-collector.ts';

const minute = 1_795_000_020_000 - (1_795_000_020_000 % 60_000);
const use = { cpu: 123.456, memory: 50, disk: 10 };

/** A collector over a clock that stands in the minute, and a store that can be broken. */
function open() {
  const stored: MetricValue[] = [];
  const warnings: unknown[] = [];
  const state = { isBroken: false };
  const writer = {
    add: (values: readonly MetricValue[]) => {
      if (state.isBroken) return Promise.reject(new Error('broken'));
      stored.push(...values);
      return Promise.resolve();
    },
  };
  const log = { warn: (facts: unknown) => void warnings.push(facts) };
  const collector = new MetricCollector({
    writer,
    readUse: () => Promise.resolve(use),
    instance: 'i-1',
    log,
    now: () => minute + 30_000,
  });
  /** What was stored since this was last asked. */
  const taken = () =>
    stored
      .splice(0)
      .map(({ metric, time, values }) => [metric.name, (time - minute) / 60_000, values.count, values.sum]);
  return { collector, taken, stored, state, warnings };
}

/** An endpoint with one variant of two instances, as far as a collector looks at one. */
function endpoint(
  times = new ChainTimes(['a']),
  configName = 'c',
  of: { instanceCount: number } = { instanceCount: 2 },
) {
  const snapshot = { name: 'v', instanceCount: 2, mode: 'Serial' };
  const chain = { times, underWay: 0, models: undefined };
  const waiting = new WakeQueue();
  const variant = Object.assign(of, { name: 'v', snapshot, chain, chains: [chain], waiting });
  Object.defineProperty(variant, 'isAsleep', { get: () => of.instanceCount === 0 });
  return { name: 'us-east-1/e', snapshot: { configName }, variants: [variant] } as unknown as Endpoint;
}

const useOfVariant = [
  ['CPUUtilization', 0, 1, 123.46],
  ['MemoryUtilization', 0, 1, 50],
  ['DiskUtilization', 0, 1, 10],
];
const zeros = [
  ['Invocations', 0, 1, 0],
  ['InvocationsPerInstance', 0, 1, 0],
];

it('a minute without requests has zeros, one for a variant however many there are of it', async () => {
  const { collector, taken } = open();
  collector.watch(endpoint());
  await collector.endMinute(minute);
  expect(taken()).toEqual([...zeros, ...useOfVariant]);
  collector.watch(endpoint());
  await collector.endMinute(minute);
  expect(taken().filter(([name]) => name === 'Invocations')).toEqual([['Invocations', 0, 1, 0]]);
});

it('requests are stored once, when they are read or the minute is over', async () => {
  const { collector, taken } = open();
  const times = new ChainTimes(['a']);
  collector.watch(endpoint(times));
  times.record(Float64Array.of(1), 2);
  await collector.flush();
  const counted = (values: readonly unknown[][]) => values.filter(([name]) => String(name).startsWith('Invocations'));
  // Two instances: half a request for each.
  const one = [
    ['InvocationsPerInstance', 0, 1, 0.5],
    ['Invocations', 0, 1, 1],
  ];
  expect(counted(taken())).toEqual(one);
  await collector.flush();
  expect(taken()).toEqual([]);
  times.record(Float64Array.of(1), 2);
  await collector.endMinute(minute);
  expect(counted(taken())).toEqual(one);
});

it('requests are shared out among the instances that there are by now, and none are missed', async () => {
  const { collector, taken } = open();
  const times = new ChainTimes(['a']);
  const of = { instanceCount: 2 };
  const scaled = endpoint(times, 'c', of);
  collector.watch(scaled);
  const counted = async (name: string) => {
    await collector.endMinute(minute);
    return taken().filter(([each]) => each === name);
  };
  of.instanceCount = 4;
  times.record(Float64Array.of(1), 2);
  // A quarter of a request for each.
  expect(await counted('InvocationsPerInstance')).toEqual([['InvocationsPerInstance', 0, 1, 0.25]]);
  of.instanceCount = 0;
  expect(await counted('NoCapacityInvocationFailures')).toEqual([['NoCapacityInvocationFailures', 0, 1, 0]]);
  const asked = { bytes: 1, timeoutMs: 1000, caller: undefined };
  const [{ waiting: queue }] = scaled.variants as unknown as [{ waiting: WakeQueue }];
  const waiting = [1, 2, 3].map(() => queue.wait(asked));
  of.instanceCount = 1;
  queue.release();
  await Promise.all(waiting);
  expect(await counted('NoCapacityInvocationFailures')).toEqual([['NoCapacityInvocationFailures', 0, 3, 3]]);
  expect(await counted('NoCapacityInvocationFailures')).toEqual([]);
});

it('what an endpoint answered last is not lost with it', async () => {
  const { collector, taken } = open();
  const times = new ChainTimes(['a']);
  const gone = endpoint(times);
  collector.watch(gone);
  times.recordFailure(0, 500);
  collector.unwatch(gone);
  await collector.endMinute(minute);
  expect(taken()).toContainEqual(['Invocation5XXErrors', 0, 1, 1]);
});

it('values that a store does not take are stored later, and that is said once', async () => {
  const { collector, taken, state, warnings } = open();
  state.isBroken = true;
  collector.watch(endpoint());
  await collector.endMinute(minute);
  await collector.flush();
  expect([taken(), warnings.length]).toEqual([[], 1]);
  state.isBroken = false;
  await collector.flush();
  expect(taken()).toEqual([...zeros, ...useOfVariant]);
});

it('jobs that run have the use of the machine by their host', async () => {
  const { collector, taken } = open();
  collector.start({ runningJobs: () => ['us-east-1/job'], backlogs: () => Promise.resolve([]) });
  await collector.endMinute(minute);
  await collector.close();
  expect(taken()).toEqual([
    ['CPUUtilization', 0, 1, 123.46],
    ['MemoryUtilization', 0, 1, 50],
  ]);
});

it('while two configurations of an endpoint serve, the metrics of each are there by themselves, too', async () => {
  const { collector, stored } = open();
  const [before, after] = [new ChainTimes(['a']), new ChainTimes(['a'])];
  const former = endpoint(before, 'one');
  /** Requests by the configuration among the dimensions. */
  const counted = async () => {
    await collector.flush();
    return stored
      .splice(0)
      .filter(({ metric }) => metric.name === 'Invocations')
      .map(({ metric, values }) => [new Map(metric.dimensions).get('EndpointConfigName'), values.count]);
  };
  collector.watch(former);
  before.record(Float64Array.of(1), 2);
  expect(await counted()).toEqual([[undefined, 1]]);
  collector.watch(endpoint(after, 'two'));
  for (const times of [before, after, after]) times.record(Float64Array.of(1), 2);
  expect(await counted()).toEqual([
    [undefined, 1],
    ['one', 1],
    [undefined, 2],
    ['two', 2],
  ]);
  before.record(Float64Array.of(1), 2);
  collector.unwatch(former);
  after.record(Float64Array.of(1), 2);
  expect(await counted()).toEqual([
    [undefined, 1],
    ['one', 1],
    [undefined, 1],
  ]);
});
