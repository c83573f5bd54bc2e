import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src/serving/endpoint/plan/observation.ts';
import { type Action, reconcile } from '../../../../src/serving/endpoint/plan/reconcile.ts';
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
const cases: readonly Case[] = [
  { title: 'no record, nothing served', record: undefined, actions: [] },
  { title: 'no record, served', record: undefined, observed: { serving: old }, actions: [{ type: 'close' }] },
  {
    title: 'created',
    record: record({ status: 'Creating', pending: old }),
    actions: [{ type: 'roll-out', pending: old }],
  },
  {
    title: 'deleted and made again while the former one is served here',
    record: record({ status: 'Creating', pending: next }),
    observed: { serving: old },
    actions: [{ type: 'close' }, { type: 'roll-out', pending: next }],
  },
  {
    title: 'in service, after a restart',
    record: record({ status: 'InService', active: old }),
    actions: [{ type: 'serve', active: old }],
  },
  {
    title: 'in service and served',
    record: record({ status: 'InService', active: old }),
    observed: { serving: old },
    actions: [],
  },
  {
    title: 'other weights',
    record: record({ status: 'InService', active: lighter }),
    observed: { serving: old },
    actions: [{ type: 'weigh', active: lighter }],
  },
  {
    title: 'other counts of instances, of which there is one each',
    record: record({ status: 'InService', active: counted }),
    observed: { serving: old },
    actions: [],
  },
  {
    title: 'another server has updated it',
    record: record({ status: 'InService', active: next }),
    observed: { serving: old },
    actions: [{ type: 'serve', active: next }],
  },
  {
    title: 'an update begins',
    record: record({ status: 'Updating', active: old, pending: next }),
    observed: { serving: old },
    actions: [{ type: 'roll-out', pending: next }],
  },
  {
    title: 'an update was under way when the server ended: the former one serves first',
    record: record({ status: 'Updating', active: old, pending: next }),
    actions: [
      { type: 'serve', active: old },
      { type: 'roll-out', pending: next },
    ],
  },
  { title: 'failed', record: record({ status: 'Failed', active: old }), actions: [] },
  {
    title: 'being deleted, whatever else it says',
    record: record({ status: 'Deleting', active: old, pending: next }),
    observed: { serving: old },
    actions: [{ type: 'forget' }],
  },
  {
    title: 'did not start here a moment ago',
    record: record({ status: 'InService', active: old }),
    observed: { failed: { modifiedAt: 2000, retryAt: now + 1 } },
    actions: [],
  },
  {
    title: 'did not start here a while ago',
    record: record({ status: 'InService', active: old }),
    observed: { failed: { modifiedAt: 2000, retryAt: now } },
    actions: [{ type: 'serve', active: old }],
  },
  {
    title: 'did not start here a moment ago, and was changed since',
    record: record({ status: 'InService', active: next }),
    observed: { failed: { modifiedAt: 1999, retryAt: now + 1 } },
    actions: [{ type: 'serve', active: next }],
  },
  {
    title: 'what is pending does not wait for what did not start',
    record: record({ status: 'Updating', active: old, pending: next }),
    observed: { failed: { modifiedAt: 2000, retryAt: now + 1 } },
    actions: [{ type: 'roll-out', pending: next }],
  },
];

describe('reconcile()', () => {
  it.each(cases)('$title', ({ record: of, observed = {}, actions }) => {
    expect(reconcile(of, observed, now)).toEqual(actions);
  });
});
