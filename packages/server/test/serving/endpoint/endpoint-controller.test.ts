import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../../src/platform/store/lease.ts';
import { type ControlledFleet, EndpointController } from '../../../src/serving/endpoint/endpoint-controller.ts';
import type { Endpoint } from '../../../src/serving/endpoint/traffic/endpoint.ts';
import type { PolicyName } from '../../../src/serving/records/deployment.ts';
import type { DeploymentConfig } from '../../../src/serving/records/deployment-config.ts';
import type { EndpointRecord } from '../../../src/serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../../src/serving/records/endpoint-snapshot.ts';
import type { EndpointStore } from '../../../src/serving/records/endpoint-store.ts';
import { snapshotOf } from './snapshot-of.ts';

const name = 'us-east-1/e';

const snapshot = (image: string, instanceCount = 1) => snapshotOf(image, { instanceCount });

/** Rows in memory. Each write is a millisecond later than the one before. */
class FakeStore implements EndpointStore {
  readonly rows = new Map<string, EndpointRecord>();
  now = 1000;
  isDown = false;
  /** Thrown by the next `settle`. */
  settleError: Error | undefined;

  put(rest: Pick<EndpointRecord, 'status'> & Partial<EndpointRecord>): void {
    const head = { name, arn: 'arn', createdAt: 1000, modifiedAt: this.now++, configName: 'c', activeText: null };
    this.rows.set(name, { ...head, ...rest });
  }

  deploy(target: EndpointSnapshot, policy: PolicyName = 'all-at-once', config?: DeploymentConfig): void {
    const row = this.rows.get(name);
    const rollout = config && { rollout: { config, startedAt: this.now, step: 0, since: this.now } };
    const status = row === undefined ? 'Creating' : 'Updating';
    this.put({ ...row, modifiedAt: this.now++, status, deployment: { policy, target, ...rollout } });
  }

  async states() {
    if (this.isDown) throw new Error('the store is down');
    return [...this.rows.values()];
  }

  async find(of: string) {
    if (this.isDown) throw new Error('the store is down');
    return this.rows.get(of);
  }

  async settle(record: EndpointRecord, { outcome }: Parameters<EndpointStore['settle']>[1]) {
    if (this.settleError !== undefined) throw this.settleError;
    const row = this.rows.get(record.name);
    if (row === undefined || row.status === 'Deleting') return false;
    const { deployment: _over, failureReason: _former, ...rest } = row;
    const { failureReason, ...written } = outcome;
    this.put({ ...rest, ...written, ...(failureReason === null ? {} : { failureReason }), modifiedAt: this.now++ });
    return true;
  }

  async advance(record: EndpointRecord, { rollout, halted }: Parameters<EndpointStore['advance']>[1]) {
    if (this.settleError !== undefined) throw this.settleError;
    const row = this.rows.get(record.name);
    if (row?.deployment === undefined || row.modifiedAt !== record.modifiedAt) return false;
    const failed = halted === undefined ? {} : ({ status: 'UpdateRollbackFailed', failureReason: halted } as const);
    this.put({ ...row, ...failed, modifiedAt: this.now++, deployment: { ...row.deployment, rollout } });
    return true;
  }

  async remove(of: string) {
    this.rows.delete(of);
  }
}

/** Chains that are names only; images in `broken` do not start, and `resize` fails while `isFull`. */
class FakeFleet implements ControlledFleet {
  readonly done: string[] = [];
  readonly broken = new Set<string>();
  isFull = false;
  /** Starts wait for it. */
  gate: Promise<void> = Promise.resolve();
  #serving: EndpointSnapshot | undefined;
  #next: EndpointSnapshot | undefined;
  #traffic = 0;

  find(of: string) {
    return of === name && this.#serving !== undefined ? ({ snapshot: this.#serving } as Endpoint) : undefined;
  }
  findIn(region: string, of: string) {
    return this.find(`${region}/${of}`);
  }
  names() {
    return new Set(this.#serving === undefined && this.#next === undefined ? [] : [name]);
  }
  observe() {
    return {
      ...(this.#serving !== undefined && { serving: this.#serving }),
      ...(this.#next !== undefined && { next: this.#next }),
      traffic: this.#traffic,
    };
  }
  async #start(how: string, of: EndpointSnapshot) {
    this.done.push(`${how} ${of.configName}`);
    await this.gate;
    return this.broken.has(of.configName) ? `${of.configName} does not start` : undefined;
  }
  async serve(_name: string, active: EndpointSnapshot) {
    const reason = await this.#start('serve', active);
    if (reason === undefined) this.#serving = active;
    return reason;
  }
  async start(_name: string, target: EndpointSnapshot) {
    const reason = await this.#start('start', target);
    if (reason === undefined) this.#next = target;
    return reason;
  }
  async resize(_name: string, target: EndpointSnapshot) {
    const counts = target.variants.map(({ instanceCount }) => instanceCount);
    this.done.push(`resize ${counts.join()}`);
    if (this.isFull) return 'no room';
    this.#serving = target;
    return undefined;
  }
  async scaleNext(_name: string, target: EndpointSnapshot) {
    this.done.push(`scale next ${target.variants.map(({ instanceCount }) => instanceCount).join()}`);
    if (this.isFull) return 'no room';
    this.#next = target;
    return undefined;
  }
  split(_name: string, { traffic }: { readonly traffic: number }) {
    this.done.push(`split ${traffic}`);
    this.#traffic = traffic;
  }
  weigh(_name: string, active: EndpointSnapshot) {
    this.done.push('weigh');
    this.#serving = active;
  }
  promote() {
    this.done.push('promote');
    if (this.#next !== undefined) this.#serving = this.#next;
    this.#next = undefined;
    this.#traffic = 0;
  }
  drop() {
    if (this.#next !== undefined) this.done.push('drop');
    this.#next = undefined;
    this.#traffic = 0;
  }
  giveUp() {
    this.done.push('give up');
  }
  close() {
    this.done.push('close');
    this.#serving = undefined;
    this.#next = undefined;
  }
  stop() {
    this.done.push('stop');
  }
  async end() {
    this.done.push('end');
  }
}

interface Options {
  readonly isShared?: boolean;
  readonly retryMs?: number;
  /** Whether another server holds every lease. */
  readonly isLed?: boolean;
}

function open({ isShared = false, isLed = false, retryMs = 60_000 }: Options = {}) {
  const store = new FakeStore();
  const fleet = new FakeFleet();
  const leases: string[] = [];
  /** Those that are raised. */
  const alarms = new Set<string>();
  const log = createLogger({ level: 'silent', pretty: false });
  const controller = new EndpointController({
    endpoints: store,
    fleet,
    alarms: {
      find: async (_region, names) => new Map(names.map((of) => [of, alarms.has(of) ? 'ALARM' : 'OK'])),
      evaluate: async () => undefined,
    },
    isShared,
    retryMs,
    log,
    now: () => store.now++,
    leases: {
      async take(lease) {
        leases.push(`take ${lease}`);
        const release = async () => void leases.push(`release ${lease}`);
        return isLed ? undefined : ({ release } as unknown as Lease);
      },
    },
  });
  const served = async () => (await controller.directory.find(name))?.snapshot.configName;
  const row = () => store.rows.get(name);
  return { store, fleet, leases, alarms, controller, served, row };
}

describe('an endpoint', () => {
  it('that is created is started under its lease, then written and served', async () => {
    const { store, fleet, leases, controller, served, row } = open();
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one', 'promote']);
    expect(leases).toEqual([`take endpoint/${name}`, `release endpoint/${name}`]);
    expect(row()).toMatchObject({ status: 'InService', active: snapshot('one') });
    expect(row()?.deployment).toBeUndefined();
    expect(await served()).toBe('config-one');
  });

  it('that is created and does not start has failed, with the reason', async () => {
    const { store, fleet, controller, served, row } = open();
    fleet.broken.add('config-one');
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one']);
    expect(row()).toMatchObject({ status: 'Failed', failureReason: 'config-one does not start' });
    expect(await served()).toBeUndefined();
  });

  it('that is updated is served by the former one until the next one is ready, or if it never is', async () => {
    const { store, fleet, controller, served, row } = open();
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    store.deploy(snapshot('two'));
    const gate = Promise.withResolvers<void>();
    fleet.gate = gate.promise;
    const update = controller.reconcile(name);
    await turn();
    expect(fleet.done.at(-1)).toBe('start config-two');
    expect(await served()).toBe('config-one');
    gate.resolve();
    await update;
    expect(await served()).toBe('config-two');
    fleet.broken.add('config-three');
    store.deploy(snapshot('three'));
    await controller.reconcile(name);
    expect(row()).toMatchObject({ status: 'InService', failureReason: 'config-three does not start' });
    expect(row()?.active).toEqual(snapshot('two'));
    expect(await served()).toBe('config-two');
  });

  it('that is rolled out in steps goes back when an alarm is raised meanwhile', async () => {
    const { store, fleet, alarms, controller, served, row, leases } = open();
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    fleet.done.length = 0;
    store.deploy(snapshot('two'), 'canary', {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
          WaitIntervalInSeconds: 3600,
        },
      },
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }, { AlarmName: 'latency' }] },
    });
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-two', 'split 10']);
    expect(row()?.deployment?.rollout?.step).toBe(2);
    expect(leases.at(-1)).toBe(`release endpoint/${name}`);
    alarms.add('latency');
    await vi.waitFor(() => expect(row()?.status).toBe('InService'), { timeout: 10_000 });
    expect(row()?.failureReason).toContain('in state ALARM while the deployment was watched: latency.');
    await vi.waitFor(() => expect(fleet.done.at(-1)).toBe('drop'));
    expect(await served()).toBe('config-one');
    await controller.close();
  });

  it('is not asked for again once it has failed to be deployed', async () => {
    const { store, fleet, controller } = open();
    fleet.broken.add('config-one');
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one']);
  });

  it('gets other numbers of instances, or keeps those that it has', async () => {
    const { store, fleet, controller, row } = open();
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    store.deploy(snapshot('one', 3), 'resize');
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one', 'promote', 'resize 3', 'promote']);
    expect(row()).toMatchObject({ status: 'InService', active: snapshot('one', 3) });
    fleet.isFull = true;
    store.deploy(snapshot('one', 5), 'resize');
    await controller.reconcile(name);
    expect(row()).toMatchObject({ status: 'InService', failureReason: 'no room', active: snapshot('one', 3) });
  });

  it('that is deleted while it starts is forgotten, and nothing of it is served', async () => {
    const { store, fleet, controller, served, row } = open();
    store.deploy(snapshot('one'));
    const gate = Promise.withResolvers<void>();
    fleet.gate = gate.promise;
    const creation = controller.reconcile(name);
    await turn();
    store.put({ ...(row() as EndpointRecord), status: 'Deleting' });
    controller.delete(name);
    gate.resolve();
    await creation;
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one', 'give up', 'close', 'close']);
    expect(row()).toBeUndefined();
    expect(await served()).toBeUndefined();
  });

  it('is left to another server that has taken its lease meanwhile', async () => {
    const { store, fleet, leases, controller, row } = open();
    store.deploy(snapshot('one'));
    store.settleError = new LeaseLostError('endpoint');
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one', 'drop']);
    expect(leases.at(-1)).toBe(`release endpoint/${name}`);
    expect(row()?.status).toBe('Creating');
  });

  it('is left to another server that holds its lease', async () => {
    const { store, fleet, controller } = open({ isLed: true });
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    expect(fleet.done).toEqual([]);
  });

  it('that a store out of reach says nothing of stays as it is', async () => {
    const { store, fleet, controller, served } = open();
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    store.isDown = true;
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['start config-one', 'promote']);
    expect(await served()).toBe('config-one');
  });
});

describe('a change that the store does not take', () => {
  const seen = async (what: () => boolean) => vi.waitFor(() => expect(what()).toBe(true), { timeout: 10_000 });

  it('of an endpoint that was started is tried again, and then written', async () => {
    const { store, fleet, controller, row } = open({ retryMs: 1 });
    store.deploy(snapshot('one'));
    store.settleError = new Error('database or disk is full');
    await controller.reconcile(name);
    expect(row()?.status).toBe('Creating');
    store.settleError = undefined;
    await seen(() => row()?.status === 'InService');
    expect(fleet.done.slice(-2)).toEqual(['start config-one', 'promote']);
    await controller.close();
  });

  it('of one whose lease could not be renewed is tried again', async () => {
    const { store, controller, row } = open({ retryMs: 1 });
    store.deploy(snapshot('one'));
    store.settleError = new LeaseLostError('endpoint');
    await controller.reconcile(name);
    store.settleError = undefined;
    await seen(() => row()?.status === 'InService');
    await controller.close();
  });

  it('of one that is deleted is tried again, whether or not it can be read', async () => {
    const { store, controller, row } = open({ retryMs: 1 });
    store.put({ status: 'Deleting' });
    const remove = store.remove.bind(store);
    store.remove = () => Promise.reject(new Error('database is locked'));
    store.find = () => Promise.reject(new Error('database is locked'));
    controller.delete(name);
    await turn();
    expect(row()?.status).toBe('Deleting');
    store.remove = remove;
    await seen(() => row() === undefined);
    await controller.close();
  });

  it('is not tried again once the server is closed', async () => {
    const { store, fleet, controller } = open({ retryMs: 1 });
    store.deploy(snapshot('one'));
    store.settleError = new Error('database or disk is full');
    await controller.reconcile(name);
    await controller.close();
    const { done } = fleet;
    const before = done.length;
    await new Promise((later) => setTimeout(later, 20));
    expect(done.length).toBe(before);
  });

  it('waits for a lease that is still held, also by a former name of this server', async () => {
    const { store, controller, leases } = open({ retryMs: 1, isLed: true });
    store.deploy(snapshot('one'));
    await controller.reconcile(name);
    await seen(() => leases.length > 2);
    await controller.close();
  });
});

describe('after a start of the server', () => {
  const inService = { status: 'InService', active: snapshot('one') } as const;

  it('requests wait for what was in service', async () => {
    const { store, fleet, controller, served } = open();
    store.put(inService);
    const gate = Promise.withResolvers<void>();
    fleet.gate = gate.promise;
    await controller.resume();
    expect(controller.directory.loadingCount).toBe(1);
    const answer = served();
    gate.resolve();
    expect(await answer).toBe('config-one');
    await controller.directory.whenLoaded();
    expect(controller.directory.loadingCount).toBe(0);
    expect(fleet.done).toEqual(['serve config-one']);
  });

  it('requests do not wait for an update that was under way', async () => {
    const { store, fleet, controller, served, row } = open();
    store.put(inService);
    store.deploy(snapshot('two'));
    await controller.resume();
    await controller.directory.whenLoaded();
    expect(await served()).toBe('config-one');
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['serve config-one', 'start config-two', 'promote']);
    expect(row()).toMatchObject({ status: 'InService', active: snapshot('two') });
  });

  it('what was in service and does not start has failed', async () => {
    const { store, fleet, controller, served, row } = open();
    fleet.broken.add('config-one');
    store.put(inService);
    await controller.resume();
    await controller.directory.whenLoaded();
    await controller.reconcile(name);
    expect(await served()).toBeUndefined();
    expect(fleet.done).toEqual(['serve config-one']);
    expect(row()).toMatchObject({ status: 'Failed', failureReason: 'config-one does not start' });
  });

  it('what does not start where others may serve it stays in service, and a request tries again at once', async () => {
    const { store, fleet, leases, controller, served, row } = open({ isShared: true });
    fleet.broken.add('config-one');
    store.put(inService);
    await controller.resume();
    await controller.directory.whenLoaded();
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['serve config-one']);
    expect([leases, row()?.status]).toEqual([[], 'InService']);
    fleet.broken.clear();
    expect(await served()).toBe('config-one');
    expect(fleet.done).toEqual(['serve config-one', 'serve config-one']);
    await controller.close();
  });

  it('what was being deleted is forgotten, even if its row cannot be read', async () => {
    const { store, fleet, controller, row } = open();
    store.put({ ...inService, status: 'Deleting' });
    store.find = () => Promise.reject(new Error('of a newer version'));
    await controller.resume();
    await turn();
    expect(fleet.done).toEqual(['give up', 'give up', 'close']);
    expect(row()).toBeUndefined();
  });

  it('nothing is begun any more once it is closed', async () => {
    const { store, fleet, controller } = open();
    await controller.close();
    store.put(inService);
    await controller.resume();
    await controller.reconcile(name);
    expect(fleet.done).toEqual(['stop', 'end']);
  });
});
