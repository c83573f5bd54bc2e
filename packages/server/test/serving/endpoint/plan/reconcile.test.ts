import { describe, expect, it } from 'vitest';
import type { Action } from '../../../../src/serving/endpoint/plan/action.ts';
import type { Observation } from '../../../../src/serving/endpoint/plan/observation.ts';
import { reconcile } from '../../../../src/serving/endpoint/plan/reconcile.ts';
import type { PolicyName } from '../../../../src/serving/records/deployment.ts';
import type { EndpointRecord } from '../../../../src/serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../../../src/serving/records/endpoint-snapshot.ts';

const snapshot = (model: string, weight = 1): EndpointSnapshot => ({
  configName: `config-${model}`,
  variants: [
    {
      name: 'v',
      modelName: model,
      mode: 'Serial',
      containers: [{ hostname: 'primary', image: model, environment: {} }],
      weight,
      instanceCount: 1,
      startupTimeoutInSeconds: 60,
    },
  ],
});
const old = snapshot('old');
const next = snapshot('next');
const lighter = snapshot('old', 0.5);
const counted = { ...old, variants: old.variants.map((variant) => ({ ...variant, instanceCount: 3 })) };

const record = (rest: Pick<EndpointRecord, 'status'> & Partial<EndpointRecord>): EndpointRecord => ({
  name: 'us-east-1/e',
  arn: 'arn',
  createdAt: 1000,
  modifiedAt: 2000,
  configName: 'config',
  activeText: null,
  ...rest,
});

interface Case {
  readonly title: string;
  readonly record: EndpointRecord | undefined;
  readonly observed?: Observation;
  readonly actions: readonly Action[];
}

const now = 50_000;
const to = (target: EndpointSnapshot, policy: PolicyName = 'all-at-once') => ({ deployment: { policy, target } });
const created = record({ status: 'Creating', ...to(next) });
const updated = record({ status: 'Updating', active: old, ...to(next) });
const inService = record({ status: 'InService', active: old });
const resized = record({ status: 'Updating', active: old, ...to(counted, 'resize') });
const holder: Observation = { isHolder: true, isShared: false };
const failure = { modifiedAt: 2000, reason: 'because' };
const giveUp = (status: 'InService' | 'Failed'): Action => {
  return { type: 'give-up', outcome: { status, failureReason: 'because' } };
};

/** What any server does, whether it holds the endpoint's lease or not. */
const followed: readonly Case[] = [
  { title: 'no record, nothing served', record: undefined, actions: [] },
  { title: 'no record, served', record: undefined, observed: { serving: old }, actions: [{ type: 'close' }] },
  { title: 'no record, being deployed', record: undefined, observed: { next: old }, actions: [{ type: 'close' }] },
  { title: 'created', record: created, actions: [{ type: 'lead' }] },
  {
    title: 'deleted and made again while the former one is served here',
    record: created,
    observed: { serving: old },
    actions: [{ type: 'close' }],
  },
  { title: 'in service, after a restart', record: inService, actions: [{ type: 'serve', active: old }] },
  { title: 'in service and served', record: inService, observed: { serving: old }, actions: [] },
  {
    title: 'other weights',
    record: record({ status: 'InService', active: lighter }),
    observed: { serving: old },
    actions: [{ type: 'weigh', active: lighter }],
  },
  {
    title: 'other counts of instances',
    record: record({ status: 'InService', active: counted }),
    observed: { serving: old },
    actions: [{ type: 'resize', active: counted }],
  },
  {
    title: 'other counts of instances, which could not be had here a moment ago',
    record: record({ status: 'InService', active: counted }),
    observed: { serving: old, failed: { ...failure, retryAt: now + 1 } },
    actions: [],
  },
  {
    title: 'other counts of instances, which could not be had here a while ago',
    record: record({ status: 'InService', active: counted }),
    observed: { serving: old, failed: { ...failure, retryAt: now } },
    actions: [{ type: 'resize', active: counted }],
  },
  {
    title: 'an update begins after one that could go neither on nor back',
    record: record({ status: 'Updating', active: counted, ...to(snapshot('third')) }),
    observed: { serving: old, next, traffic: 80 },
    actions: [{ type: 'drop' }, { type: 'resize', active: counted }, { type: 'lead' }],
  },
  {
    title: 'another server has updated it',
    record: record({ status: 'InService', active: next }),
    observed: { serving: old },
    actions: [{ type: 'serve', active: next }],
  },
  { title: 'an update begins', record: updated, observed: { serving: old }, actions: [{ type: 'lead' }] },
  {
    title: 'an update begins after weights have changed',
    record: record({ status: 'Updating', active: lighter, ...to(next) }),
    observed: { serving: old },
    actions: [{ type: 'weigh', active: lighter }, { type: 'lead' }],
  },
  {
    title: 'an update was under way when the server ended: the former one serves first',
    record: updated,
    actions: [{ type: 'serve', active: old }, { type: 'lead' }],
  },
  {
    title: 'started for an update that another server carries out now',
    record: updated,
    observed: { serving: old, next },
    actions: [{ type: 'drop' }, { type: 'lead' }],
  },
  {
    title: 'started for an update that is over',
    record: inService,
    observed: { ...holder, serving: old, next },
    actions: [{ type: 'drop' }],
  },
  { title: 'failed', record: record({ status: 'Failed', active: old }), actions: [] },
  {
    title: 'failed while something was started',
    record: record({ status: 'Failed' }),
    observed: { ...holder, next },
    actions: [{ type: 'drop' }],
  },
  {
    title: 'being deleted, whatever else it says',
    record: record({ status: 'Deleting', active: old, ...to(next) }),
    observed: { serving: old, next },
    actions: [{ type: 'forget' }],
  },
  {
    title: 'did not start here a moment ago, where others may serve it',
    record: inService,
    observed: { isShared: true, failed: { ...failure, retryAt: now + 1 } },
    actions: [],
  },
  {
    title: 'did not start here a while ago, where others may serve it',
    record: inService,
    observed: { isShared: true, failed: { ...failure, retryAt: now } },
    actions: [{ type: 'serve', active: old }],
  },
  {
    title: 'did not start here a moment ago, and was changed since',
    record: record({ status: 'InService', active: next }),
    observed: { isShared: true, failed: { ...failure, modifiedAt: 1999, retryAt: now + 1 } },
    actions: [{ type: 'serve', active: next }],
  },
  {
    title: 'what is to be deployed does not wait for what did not start',
    record: updated,
    observed: { isShared: true, failed: { ...failure, retryAt: now + 1 } },
    actions: [{ type: 'lead' }],
  },
  {
    title: 'did not start on the only server',
    record: inService,
    observed: { isShared: false, failed: { ...failure, retryAt: now + 1 } },
    actions: [{ type: 'lead' }],
  },
];

/** What the holder of the lease does. */
const led: readonly Case[] = [
  { title: 'nothing is to be deployed', record: inService, observed: { serving: old }, actions: [] },
  { title: 'created', record: created, actions: [{ type: 'start', target: next }] },
  { title: 'created and started', record: created, observed: { next }, actions: [{ type: 'promote', target: next }] },
  {
    title: 'created, and did not start',
    record: created,
    observed: { failedDeployment: failure },
    actions: [giveUp('Failed')],
  },
  {
    title: 'created, and did not start where others may serve it',
    record: created,
    observed: { isShared: true, failedDeployment: failure },
    actions: [giveUp('Failed')],
  },
  {
    title: 'created, while a former one of its name did not start',
    record: created,
    observed: { failedDeployment: { ...failure, modifiedAt: 1999 } },
    actions: [{ type: 'start', target: next }],
  },
  {
    title: 'updated',
    record: updated,
    observed: { serving: old },
    actions: [{ type: 'start', target: next }],
  },
  {
    title: 'updated and started',
    record: updated,
    observed: { serving: old, next },
    actions: [{ type: 'promote', target: next }],
  },
  {
    title: 'updated, and something else was started',
    record: updated,
    observed: { serving: old, next: lighter },
    actions: [{ type: 'drop' }, { type: 'start', target: next }],
  },
  {
    title: 'updated, and did not start: the former one stays in service',
    record: updated,
    observed: { serving: old, failedDeployment: failure },
    actions: [giveUp('InService')],
  },
  {
    title: 'resized',
    record: resized,
    observed: { serving: old },
    actions: [{ type: 'scale', target: counted }],
  },
  {
    title: 'resized, and has its instances',
    record: resized,
    observed: { serving: counted },
    actions: [{ type: 'promote', target: counted }],
  },
  {
    title: 'resized, and could not have its instances: those that it had stay',
    record: resized,
    observed: { serving: old, failedDeployment: failure },
    actions: [giveUp('InService')],
  },
  {
    title: 'resized when the server ended: what is active serves first',
    record: resized,
    actions: [{ type: 'serve', active: old }],
  },
  {
    title: 'resized where it does not start: another server has to do it',
    record: resized,
    observed: { isShared: true, failed: { ...failure, retryAt: now + 1 } },
    actions: [],
  },
  {
    title: 'did not start on the only server',
    record: inService,
    observed: { failed: { ...failure, retryAt: now + 1 } },
    actions: [giveUp('Failed')],
  },
  {
    title: 'did not start on the only server while it was updated',
    record: updated,
    observed: { failed: { ...failure, retryAt: now } },
    actions: [giveUp('Failed')],
  },
  {
    title: 'did not start on the only server, and was changed since',
    record: inService,
    observed: { failed: { ...failure, modifiedAt: 1999, retryAt: now } },
    actions: [{ type: 'serve', active: old }],
  },
];

describe('reconcile()', () => {
  it.each(followed)('$title', ({ record: of, observed = {}, actions }) => {
    expect(reconcile(of, observed, { uptime: now, date: 0 })).toEqual(actions);
  });

  it.each(led)('as the holder of the lease: $title', ({ record: of, observed = {}, actions }) => {
    expect(reconcile(of, { ...holder, ...observed }, { uptime: now, date: 0 })).toEqual(actions);
  });

  // The record is of the time 2000: until 7000 the endpoint is to be seen in progress.
  it.each([
    ['created', created, {}, { type: 'start', target: next }],
    ['resized', resized, { serving: old }, { type: 'scale', target: counted }],
  ] as const)('begins late what was %s, where it is to be seen in progress', (_, of, observed, action) => {
    const at = (date: number) => reconcile(of, { ...holder, ...observed }, { uptime: now, date, leastBusyMs: 5000 });
    expect(at(6999)).toEqual([{ type: 'wait', until: 7000 }]);
    expect(at(7000)).toEqual([action]);
  });

  it('closes what is deleted at once, and forgets it late, where it is to be seen', () => {
    const deleted = record({ status: 'Deleting', active: old });
    const at = (date: number, observed: Partial<Observation>) =>
      reconcile(deleted, { ...holder, ...observed }, { uptime: now, date, leastBusyMs: 5000 });
    expect(at(2000, { serving: old })).toEqual([{ type: 'close' }, { type: 'wait', until: 7000 }]);
    expect(at(6999, {})).toEqual([{ type: 'wait', until: 7000 }]);
    expect(at(7000, {})).toEqual([{ type: 'forget' }]);
  });
});
