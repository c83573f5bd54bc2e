import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../../src/platform/store/lease.ts';
import type { TransformJobHead, TransformJobRecord } from '../../../src/serving/records/transform-job-record.ts';
import type { JobRun } from '../../../src/serving/transform-job/job-runner.ts';
import { JobStoppedError } from '../../../src/serving/transform-job/job-stopped-error.ts';
import { CheckpointError } from '../../../src/serving/transform-job/ledger/job-ledger.ts';
import type { JobOutcome } from '../../../src/serving/transform-job/run-transform-job.ts';
import { TransformJobController } from '../../../src/serving/transform-job/transform-job-controller.ts';
import type { TransformJobStore } from '../../../src/serving/transform-job/transform-job-store.ts';
import { transformRequest } from '../../support/transform-plan.ts';

type Status = TransformJobHead['status'];

/** What several servers share: rows and leases, in memory. */
class FakeStore {
  readonly rows = new Map<string, TransformJobRecord>();
  /** Holders of leases. */
  readonly holders = new Map<string, { readonly owner: string; readonly lost: AbortController }>();
  now = 1000;

  put(name: string, status: Status, startedAt?: number): void {
    const times = { createdAt: this.now++, modifiedAt: this.now, ...(startedAt !== undefined && { startedAt }) };
    this.rows.set(name, { name, arn: 'arn', status, request: transformRequest(), containers: [], ...times });
  }

  setStatus(name: string, status: Status): void {
    const row = this.rows.get(name);
    if (row !== undefined) this.rows.set(name, { ...row, status });
  }

  statusOf = (name: string) => this.rows.get(name)?.status;

  /** As another server would, after the lease has run out. */
  takeAway(name: string): void {
    const lease = `transform-job/${name}`;
    this.holders.get(lease)?.lost.abort(new LeaseLostError(lease));
    this.holders.delete(lease);
  }

  leasesOf(owner: string) {
    return {
      take: async (name: string): Promise<Lease | undefined> => {
        if (this.holders.has(name)) return undefined;
        const holder = { owner, lost: new AbortController() };
        this.holders.set(name, holder);
        const release = async () => void (this.holders.get(name) === holder && this.holders.delete(name));
        return { name, signal: holder.lost.signal, release } as unknown as Lease;
      },
    };
  }

  get jobs(): TransformJobStore {
    const change = (name: string, lease: Lease, members: Partial<TransformJobRecord>) => {
      if (lease.signal.aborted) throw new LeaseLostError(lease.name);
      const row = this.rows.get(name);
      if (row !== undefined) this.rows.set(name, { ...row, ...members });
    };
    return {
      unfinished: async () => [...this.rows.values()].filter(({ status }) => /InProgress|Stopping/.test(status)),
      head: async (name) => this.rows.get(name),
      hold: (name, lease) => ({
        checkpoints: {} as JobRun['checkpoints'],
        find: async () => this.rows.get(name),
        markStarted: async (startedAt) => change(name, lease, { startedAt }),
        async end({ failureReason, ...end }) {
          change(name, lease, { ...end, ...(failureReason !== null && { failureReason }) });
          return true;
        },
      }),
    };
  }
}

/** A run that ends when the test says so, or when it is cut off. */
interface FakeRun extends JobRun {
  readonly name: string;
  end(outcome: JobOutcome): void;
  fail(error: Error): void;
}

const servers: TransformJobController[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function open(store: FakeStore, { owner = 'a', isShared = false, maxRunningJobs = 2, leastBusyMs = 0 } = {}) {
  const runs: FakeRun[] = [];
  const abandoned: unknown[] = [];
  const runner = {
    run: (record: TransformJobRecord, run: JobRun) => {
      const { promise, resolve, reject } = Promise.withResolvers<JobOutcome>();
      const cutOff = () => reject(run.signal.reason as Error);
      run.signal.addEventListener('abort', cutOff);
      if (run.signal.aborted) cutOff();
      runs.push({ ...run, name: record.name, end: resolve, fail: reject });
      return promise;
    },
    abandon: async (checkpoints: unknown) => void abandoned.push(checkpoints),
    close: async () => undefined,
  };
  const controller = new TransformJobController({
    jobs: store.jobs,
    leases: store.leasesOf(owner),
    isShared,
    runner,
    log: createLogger({ level: 'silent', pretty: false }),
    now: () => store.now++,
    maxRunningJobs,
    watchMs: 1,
    retryMs: 1,
    leastBusyMs,
  });
  servers.push(controller);
  return { controller, runs, abandoned, names: () => runs.map(({ name }) => name) };
}

const wait = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 1 });
const hasStatus = (store: FakeStore, name: string, status: Status) =>
  wait(() => expect(store.statusOf(name)).toBe(status));

describe('a transform job', () => {
  it('runs under its lease, and ends as its run says', async () => {
    const store = new FakeStore();
    const { controller, runs } = open(store);
    store.put('good', 'InProgress');
    store.put('bad', 'InProgress');
    controller.begin('good');
    controller.begin('bad');
    await wait(() => expect(runs).toHaveLength(2));
    expect([...store.holders.keys()]).toEqual(['transform-job/good', 'transform-job/bad']);
    expect(controller.progressOf('good')).toBe(runs[0]?.progress);
    expect(store.rows.get('good')?.startedAt).toBe(runs[0]?.startTime);
    runs[0]?.end({ status: 'Completed' });
    runs[1]?.end({ status: 'Failed', reason: 'ClientError: no luck' });
    await hasStatus(store, 'good', 'Completed');
    await hasStatus(store, 'bad', 'Failed');
    expect(store.rows.get('good')?.failureReason).toBeUndefined();
    expect(store.rows.get('bad')?.failureReason).toContain('no luck');
    await wait(() => expect(store.holders.size).toBe(0));
    expect(controller.progressOf('good')).toBeUndefined();
  });

  it('that is to be seen in progress begins late, and is stopped before it has begun', async () => {
    const store = new FakeStore();
    const { controller, runs } = open(store, { leastBusyMs: 3_600_000 });
    store.put('seen', 'InProgress');
    controller.begin('seen');
    await wait(() => expect(store.rows.get('seen')?.startedAt).toBeDefined());
    store.setStatus('seen', 'Stopping');
    controller.stop('seen');
    await hasStatus(store, 'seen', 'Stopped');
    expect(runs).toEqual([]);
  });

  it('waits for its turn, in order of creation', async () => {
    const store = new FakeStore();
    const { controller, runs, names } = open(store, { maxRunningJobs: 1 });
    for (const name of ['one', 'two', 'three']) {
      store.put(name, 'InProgress');
      controller.begin(name);
    }
    await wait(() => expect(names()).toEqual(['one']));
    expect(controller.progressOf('two')).toBeUndefined();
    expect(store.rows.get('two')?.startedAt).toBeUndefined();
    runs[0]?.end({ status: 'Completed' });
    await wait(() => expect(names()).toEqual(['one', 'two']));
    runs[1]?.end({ status: 'Completed' });
    await wait(() => expect(names()).toEqual(['one', 'two', 'three']));
  });

  it('that runs is cut off when it is stopped', async () => {
    const store = new FakeStore();
    const { controller, runs, abandoned } = open(store);
    store.put('j', 'InProgress');
    controller.begin('j');
    await wait(() => expect(runs).toHaveLength(1));
    store.setStatus('j', 'Stopping');
    controller.stop('j');
    await hasStatus(store, 'j', 'Stopped');
    expect(runs[0]?.signal.reason).toBeInstanceOf(JobStoppedError);
    // What it left was removed by its run.
    expect(abandoned).toEqual([]);
  });

  it('that waits for its turn is ended at once when it is stopped, and does not run', async () => {
    const store = new FakeStore();
    const { controller, runs, abandoned, names } = open(store, { maxRunningJobs: 1 });
    for (const name of ['one', 'two']) {
      store.put(name, 'InProgress');
      controller.begin(name);
    }
    await wait(() => expect(runs).toHaveLength(1));
    store.setStatus('two', 'Stopping');
    controller.stop('two');
    await hasStatus(store, 'two', 'Stopped');
    expect(abandoned).toHaveLength(1);
    runs[0]?.end({ status: 'Completed' });
    await hasStatus(store, 'one', 'Completed');
    await controller.close();
    expect(names()).toEqual(['one']);
  });

  it('is taken up by the next server as it was left, and one that was being stopped is ended', async () => {
    const store = new FakeStore();
    const first = open(store);
    store.put('j', 'InProgress');
    first.controller.begin('j');
    await wait(() => expect(first.runs).toHaveLength(1));
    await first.controller.close();
    expect(store.statusOf('j')).toBe('InProgress');
    store.put('stopped', 'Stopping');
    store.put('done', 'Completed');
    const next = open(store);
    await next.controller.resume();
    await hasStatus(store, 'stopped', 'Stopped');
    await wait(() => expect(next.names()).toEqual(['j']));
    expect(next.runs[0]?.startTime).toBe(first.runs[0]?.startTime);
    expect(next.abandoned).toHaveLength(1);
  });

  it('is taken up when a lease under a former name of the server has run out', async () => {
    const store = new FakeStore();
    await store.leasesOf('former').take('transform-job/j');
    const { controller, runs } = open(store);
    store.put('j', 'InProgress');
    await controller.resume();
    await new Promise((later) => setTimeout(later, 20));
    expect(runs).toHaveLength(0);
    store.takeAway('j');
    store.holders.delete('transform-job/j');
    await wait(() => expect(runs).toHaveLength(1));
  });

  it('is taken up again if its checkpoint could not be written', async () => {
    const store = new FakeStore();
    const { controller, runs } = open(store);
    store.put('j', 'InProgress');
    controller.begin('j');
    await wait(() => expect(runs).toHaveLength(1));
    runs[0]?.fail(new CheckpointError('the disk is full'));
    await wait(() => expect(runs).toHaveLength(2));
    expect(store.statusOf('j')).toBe('InProgress');
    runs[1]?.end({ status: 'Completed' });
    await hasStatus(store, 'j', 'Completed');
  });

  it('is taken up again if its lease was not renewed in time and no other server can have it', async () => {
    const store = new FakeStore();
    const { controller, runs } = open(store);
    store.put('j', 'InProgress');
    controller.begin('j');
    await wait(() => expect(runs).toHaveLength(1));
    store.takeAway('j');
    await wait(() => expect(runs).toHaveLength(2));
    expect(runs[0]?.signal.reason).toBeInstanceOf(LeaseLostError);
  });
});

describe('servers of one store', () => {
  it('run a job on one of them; another takes it over when its lease is lost', async () => {
    const store = new FakeStore();
    const one = open(store, { owner: 'a', isShared: true });
    const two = open(store, { owner: 'b', isShared: true });
    await one.controller.resume();
    store.put('j', 'InProgress');
    one.controller.begin('j');
    await wait(() => expect(one.runs).toHaveLength(1));
    await two.controller.resume();
    const { startTime } = one.runs[0] as FakeRun;
    await one.controller.close();
    await wait(() => expect(two.runs).toHaveLength(1));
    expect(two.runs[0]?.startTime).toBe(startTime);
    expect(one.runs).toHaveLength(1);
    two.runs[0]?.end({ status: 'Completed' });
    await hasStatus(store, 'j', 'Completed');
  });

  it('write nothing of a job whose lease they have lost', async () => {
    const store = new FakeStore();
    const one = open(store, { owner: 'a', isShared: true });
    store.put('j', 'InProgress');
    one.controller.begin('j');
    await wait(() => expect(one.runs).toHaveLength(1));
    // The other server has it before the first one sees that.
    const lease = store.holders.get('transform-job/j');
    store.holders.set('transform-job/j', { owner: 'b', lost: new AbortController() });
    lease?.lost.abort(new LeaseLostError('transform-job/j'));
    one.runs[0]?.end({ status: 'Completed' });
    await wait(() => expect(one.controller.progressOf('j')).toBeUndefined());
    expect(store.statusOf('j')).toBe('InProgress');
    expect(one.runs).toHaveLength(1);
  });

  it('stop a job that another one runs', async () => {
    const store = new FakeStore();
    const one = open(store, { owner: 'a', isShared: true });
    const two = open(store, { owner: 'b', isShared: true });
    await one.controller.resume();
    await two.controller.resume();
    store.put('j', 'InProgress');
    one.controller.begin('j');
    await wait(() => expect(one.runs).toHaveLength(1));
    store.setStatus('j', 'Stopping');
    two.controller.stop('j');
    await hasStatus(store, 'j', 'Stopped');
    expect(one.runs[0]?.signal.reason).toBeInstanceOf(JobStoppedError);
    expect(two.runs).toEqual([]);
  });
});
