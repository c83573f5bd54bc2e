import { expect, it, onTestFinished } from 'vitest';
import { type AlarmValue, alarmRecords } from '../../../src/serving/records/alarm-record.ts';
import { endpointRecords } from '../../../src/serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../../src/serving/records/endpoint-snapshot.ts';
import { activityOf } from '../../../src/serving/records/scaling-activity-record.ts';
import { scalingRecords } from '../../../src/serving/records/scaling-record.ts';
import { ScalingController } from '../../../src/serving/scaling/scaling-controller.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const start = 1_800_000_000_000;
const resource = {
  region: 'us-east-1',
  resourceId: 'endpoint/e/variant/v',
  dimension: 'sagemaker:variant:DesiredInstanceCount',
};

/** A store with an endpoint of one instance that may have 8, a policy of 100 each, its alarms, and a clock in seconds. */
async function open() {
  const log = { info: () => undefined, warn: () => undefined };
  const { store, leases } = await openTestStore(log);
  let second = 0;
  const now = () => start + second * 1000;
  const snapshot: EndpointSnapshot = {
    configName: 'c',
    variants: [
      {
        name: 'v',
        modelName: 'm',
        weight: 1,
        instanceCount: 1,
        mode: 'Serial',
        startupTimeoutInSeconds: 60,
        containers: [],
      },
    ],
  };
  const deployment = { policy: 'all-at-once', target: snapshot } as const;
  await endpointRecords.insert(store, { name: 'us-east-1/e', arn: 'a', createdAt: start, deployment });
  let isStarting = false;
  const settle = async (failureReason: string | null = null) => {
    const record = await endpointRecords.find(store, 'us-east-1/e');
    const lease = await leases.take('endpoint/e');
    if (record?.deployment === undefined || lease === undefined) throw new Error('nothing is deployed');
    const active = failureReason === null ? { active: record.deployment.target } : {};
    await endpointRecords.settle(store, record, {
      outcome: { status: 'InService', failureReason, ...active },
      lease,
      now: now(),
    });
    await lease.release();
  };
  await settle();
  const put = (kind: 'target' | 'policy' | 'schedule', name: string, definition: object) =>
    scalingRecords.put(store, {
      ...resource,
      kind,
      name,
      arn: `arn:${name}`,
      createdAt: start,
      definition: { ...definition },
    });
  await put('target', '', { MinCapacity: 1, MaxCapacity: 8 });
  await put('policy', 'track', { TargetTrackingScalingPolicyConfiguration: { TargetValue: 100 } });
  let value = 0;
  const setAlarm = async (name: 'high' | 'low', state: AlarmValue) => {
    await alarmRecords.remove(store, `us-east-1/${name}`);
    await alarmRecords.put(store, {
      name: `us-east-1/${name}`,
      arn: name,
      definition: {
        AlarmName: name,
        AlarmActions: ['arn:track'],
        EvaluationPeriods: 3,
        Threshold: name === 'high' ? 100 : 90,
        ComparisonOperator: name === 'high' ? 'GreaterThanThreshold' : 'LessThanThreshold',
      },
      configuredAt: start,
      state: { value: state, reason: '', reasonData: undefined, updatedAt: start },
    });
  };
  const controller = new ScalingController({
    store,
    leases,
    alarms: { newestValue: () => Promise.resolve(value) },
    endpoints: { reconcile: () => Promise.resolve().then(() => void (isStarting = true)) },
    log,
    now,
  });
  onTestFinished(() => controller.close());
  /** The endpoint after a look at that second, with such a load: status and instances that it has, or is about to have. */
  const at = async (time: number, load: number, { failure }: { readonly failure?: string } = {}) => {
    second = time;
    value = load;
    await setAlarm('high', load > 100 ? 'ALARM' : 'OK');
    await setAlarm('low', load < 90 ? 'ALARM' : 'OK');
    await controller.run();
    if (isStarting) await settle(failure);
    isStarting = false;
    return (await endpointRecords.find(store, 'us-east-1/e'))?.active?.variants[0]?.instanceCount;
  };
  const activities = async () => (await scalingRecords.listOf(store, 'activity', resource)).map(activityOf);
  return { store, put, at, activities };
}

it('a variant grows, waits until it may shrink, and shrinks', async () => {
  const { at, activities } = await open();
  expect(await at(60, 300)).toBe(3);
  // The value is still that of one instance: what was added counts.
  expect(await at(120, 300)).toBe(3);
  expect(await at(180, 20)).toBe(3);
  // The cooldown of 300 seconds from 60 is over; then another one from 360.
  expect([await at(360, 20), await at(420, 20), await at(660, 20)]).toEqual([2, 2, 1]);
  expect((await activities()).map(({ status, from, to, startedAt }) => [status, from, to, startedAt - start])).toEqual([
    ['InProgress', 2, 1, 660_000],
    ['Successful', 3, 2, 360_000],
    ['Successful', 1, 3, 60_000],
  ]);
});

it('a change that fails is reported, and not tried again at once', async () => {
  const { at, activities } = await open();
  expect(await at(60, 300, { failure: 'no room' })).toBe(1);
  expect(await at(120, 300)).toBe(1);
  expect(await activities()).toMatchObject([
    { status: 'Failed', message: 'Failed to set desired instance count to 3. Reason: no room' },
  ]);
  expect(await at(360, 300)).toBe(3);
});

it('nothing is begun while the endpoint is updating', async () => {
  const { store, at, activities } = await open();
  const record = await endpointRecords.find(store, 'us-east-1/e');
  if (record?.active === undefined) throw new Error('not in service');
  const deployment = { policy: 'all-at-once', target: record.active } as const;
  await endpointRecords.beginUpdate(store, record, { deployment, now: start });
  expect(await at(60, 300)).toBe(1);
  expect(await activities()).toEqual([]);
});

it('a scheduled action changes the bounds once, and the count follows', async () => {
  const { put, at, activities } = await open();
  await put('schedule', 'morning', {
    Schedule: 'rate(1 hour)',
    ScalableTargetAction: { MinCapacity: 4 },
  });
  expect(await at(3540, 95)).toBe(1);
  expect([await at(3600, 95), await at(3660, 95)]).toEqual([4, 4]);
  const told = (await activities()).map(({ description, cause, status }) => [description, cause, status].join('; '));
  expect(told.toSorted((one, other) => one.localeCompare(other))).toEqual([
    'Setting desired instance count to 4.; minimum capacity was set to 4; Successful',
    'Setting min capacity to 4 and max capacity to 8; scheduled action name morning was triggered; Successful',
  ]);
});
