import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import { StartCounts } from '../../../src/platform/store/start-counts.ts';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import type { LaunchStage } from '../../../src/serving/container/launch-stages.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import { EndpointController } from '../../../src/serving/endpoint/endpoint-controller.ts';
import { Fleet } from '../../../src/serving/endpoint/fleet/fleet.ts';
import { StartProgress } from '../../../src/serving/endpoint/fleet/start-progress.ts';
import type { DeploymentConfig } from '../../../src/serving/records/deployment-config.ts';
import { endpointRecords } from '../../../src/serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../../src/serving/records/endpoint-snapshot.ts';
import { endpointStore } from '../../../src/serving/records/endpoint-store.ts';
import { snapshotOf } from './snapshot-of.ts';

const name = 'us-east-1/e';
const log = createLogger({ level: 'silent', pretty: false });

const snapshot = (image: string, weight = 1) => snapshotOf(image, { weight });

interface Server extends OpenedStore {
  readonly endpoints: EndpointController;
  /** Images of containers that were started, and of those that were closed. */
  readonly started: string[];
  readonly closed: string[];
}

let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catenary-controller-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await stop(server);
  rmSync(folder, { recursive: true, force: true });
});

/** A server on the store of the test; containers of an image in `broken` do not start on it. */
async function open(owner: string, { isShared = false, broken = ['broken'] } = {}): Promise<Server> {
  const opened = await openStore({ location: join(folder, 'store.sqlite'), owner, leaseMs: 60_000, log });
  const started: string[] = [];
  const closed: string[] = [];
  const launch: LaunchStage = async ({ hostname, image }) => {
    if (broken.includes(image)) throw new Error(`${image} does not run here`);
    started.push(image);
    const close = async () => {
      closed.push(image);
    };
    return { hostname, image, close, ping: async () => true } as unknown as Stage;
  };
  const fleet = new Fleet({
    starts: new StartCounts(opened.store, owner),
    launch,
    progress: new StartProgress(Date.now),
    chain: {},
    log,
    logs: { instance: 'i-1', write: () => undefined, flush: () => Promise.resolve() },
    metrics: { watch: () => undefined, unwatch: () => undefined },
    random: () => 0,
    wake: async () => undefined,
    objects: { readObject: () => Promise.reject(new Error('there are none')), headObject: async () => undefined },
    captures: { isPaused: false, add: () => undefined },
    now: () => 0,
  });
  const endpoints = new EndpointController({
    endpoints: endpointStore(opened.store),
    leases: opened.leases,
    isShared,
    alarms: { find: async () => new Map(), evaluate: async () => undefined },
    fleet,
    log,
    now: () => Date.now(),
  });
  const server = { ...opened, endpoints, started, closed };
  servers.push(server);
  await endpoints.resume();
  return server;
}

async function stop({ endpoints, leases, store }: Server): Promise<void> {
  await endpoints.close();
  await leases.close();
  await store.destroy();
}

async function create({ store, endpoints }: Server, target: EndpointSnapshot): Promise<void> {
  const deployment = { policy: 'all-at-once', target } as const;
  await endpointRecords.insert(store, { name, arn: 'arn', createdAt: Date.now(), deployment });
  void endpoints.reconcile(name);
}

const canary: DeploymentConfig = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      CanarySize: { Type: 'CAPACITY_PERCENT', Value: 20 },
      WaitIntervalInSeconds: 2,
    },
  },
};

async function update(
  { store, endpoints }: Server,
  target: EndpointSnapshot,
  policy: 'all-at-once' | 'canary' = 'all-at-once',
): Promise<void> {
  const record = await endpointRecords.head(store, name);
  if (record === undefined) throw new Error('not there');
  const rollout = { config: canary, startedAt: Date.now(), step: 0, since: Date.now() };
  const deployment = policy === 'canary' ? { policy, target, rollout } : { policy, target };
  expect(await endpointRecords.beginUpdate(store, record, { deployment, now: Date.now() })).toBe(true);
  void endpoints.reconcile(name);
}

const wait = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
const hasStatus = ({ store }: Server, status: string) =>
  wait(async () => expect(await endpointRecords.head(store, name)).toMatchObject({ status }));
const serves = async ({ endpoints }: Server) => (await endpoints.directory.find(name))?.snapshot.configName;

describe('a server alone', () => {
  it('starts a new endpoint, replaces it by an update and closes the former one', async () => {
    const server = await open('a');
    await create(server, snapshot('one'));
    await hasStatus(server, 'InService');
    expect(await serves(server)).toBe('config-one');
    await update(server, snapshot('two'));
    await hasStatus(server, 'InService');
    expect(await serves(server)).toBe('config-two');
    await wait(() => expect(server.closed).toEqual(['one']));
  });

  it('leaves the former one in service if an update does not start', async () => {
    const server = await open('a');
    await create(server, snapshot('one'));
    await hasStatus(server, 'InService');
    await update(server, snapshot('broken'));
    await hasStatus(server, 'InService');
    const record = await endpointRecords.find(server.store, name);
    expect(record).toMatchObject({ configName: 'config-one', active: snapshot('one') });
    expect(record?.failureReason).toContain('broken does not run here');
    expect(record?.deployment).toBeUndefined();
    expect(await serves(server)).toBe('config-one');
    expect(server.closed).toEqual([]);
  });

  it('makes a new one Failed if it does not start', async () => {
    const server = await open('a');
    await create(server, snapshot('broken'));
    await hasStatus(server, 'Failed');
    expect(await serves(server)).toBeUndefined();
  });

  it('takes up after a restart what was in service, and ends what was being deleted', async () => {
    const server = await open('a');
    await create(server, snapshot('one'));
    await hasStatus(server, 'InService');
    await stop(servers.pop() as Server);
    const again = await open('a');
    expect(await serves(again)).toBe('config-one');
    await endpointRecords.beginDelete(again.store, name, Date.now());
    await stop(servers.pop() as Server);
    const last = await open('a');
    await wait(async () => expect(await endpointRecords.head(last.store, name)).toBeUndefined());
    expect(last.started).toEqual([]);
  });

  it('makes what was in service Failed if it does not start after a restart', async () => {
    const server = await open('a');
    await create(server, snapshot('one'));
    await hasStatus(server, 'InService');
    await stop(servers.pop() as Server);
    const again = await open('a', { broken: ['one'] });
    await hasStatus(again, 'Failed');
  });
});

describe('two servers of a store', () => {
  it('both serve what one of them started, changed and deleted', async () => {
    const one = await open('a', { isShared: true });
    const two = await open('b', { isShared: true });
    await create(one, snapshot('one'));
    await hasStatus(one, 'InService');
    await wait(async () => expect(await serves(two)).toBe('config-one'));
    await update(one, snapshot('two'));
    await wait(async () => expect(await serves(two)).toBe('config-two'));
    await wait(() => expect(two.closed).toEqual(['one']));
    await endpointRecords.beginDelete(one.store, name, Date.now());
    one.endpoints.delete(name);
    await wait(() => expect(two.closed).toEqual(['one', 'two']));
    expect(await serves(two)).toBeUndefined();
  });

  it('change weights without another start', async () => {
    const one = await open('a', { isShared: true });
    const two = await open('b', { isShared: true });
    await create(one, snapshot('one'));
    await wait(async () => expect(await serves(two)).toBe('config-one'));
    const endpoint = await two.endpoints.directory.find(name);
    const setWeights = vi.spyOn(endpoint as NonNullable<typeof endpoint>, 'setWeights');
    const record = await endpointRecords.find(one.store, name);
    if (record === undefined) throw new Error('not there');
    const change = { active: snapshot('one', 0.5), now: record.modifiedAt + 1 };
    expect(await endpointRecords.changeActive(one.store, record, change)).toBe(true);
    await wait(() => expect(setWeights).toHaveBeenCalledWith(new Map([['v', 0.5]])));
    expect(two.started).toEqual(['one']);
  });

  it('share a rollout: each moves its requests, and another goes on when one is gone', async () => {
    const one = await open('a', { isShared: true });
    const two = await open('b', { isShared: true });
    await create(one, snapshot('one'));
    await wait(async () => expect(await serves(two)).toBe('config-one'));
    await update(one, snapshot('two'), 'canary');
    const diverted = async ({ endpoints }: Server) => (await endpoints.directory.find(name))?.diverted;
    await wait(async () => expect([await diverted(one), await diverted(two)]).toEqual([20, 20]));
    servers.splice(servers.indexOf(one), 1);
    await stop(one);
    await hasStatus(two, 'InService');
    expect([await serves(two), await diverted(two)]).toEqual(['config-two', 0]);
    await wait(() => expect(two.closed).toEqual(['one']));
    expect(two.started).toEqual(['one', 'two']);
  });

  it('leave an endpoint in service that does not start on one of them', async () => {
    const one = await open('a', { isShared: true });
    await create(one, snapshot('one'));
    await hasStatus(one, 'InService');
    const two = await open('b', { isShared: true, broken: ['one'] });
    expect(await serves(two)).toBeUndefined();
    expect(await endpointRecords.head(one.store, name)).toMatchObject({ status: 'InService' });
    expect(await serves(one)).toBe('config-one');
  });
});
