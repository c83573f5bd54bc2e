import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import { LeaseLostError } from '../../../src/platform/store/lease.ts';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import { transformJobRecords } from '../../../src/serving/records/transform-job-record.ts';
import { emptyCheckpoint } from '../../../src/serving/transform-job/ledger/checkpoint.ts';
import { transformJobStore } from '../../../src/serving/transform-job/transform-job-store.ts';
import { transformRequest } from '../../support/transform-plan.ts';

const name = 'us-east-1/job';
const folder = mkdtempSync(join(tmpdir(), 'catenary-jobs-'));
const log = createLogger({ level: 'silent', pretty: false });
const open = (owner: string) => openStore({ location: join(folder, 'store.sqlite'), owner, leaseMs: 60_000, log });
let one: OpenedStore;
let two: OpenedStore;

beforeAll(async () => {
  one = await open('one');
  two = await open('two');
});
afterAll(async () => {
  for (const { leases, store } of [one, two]) {
    await leases.close();
    await store.destroy();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function hold({ store, leases }: OpenedStore) {
  const lease = await leases.take(`transform-job/${name}`);
  return lease === undefined ? undefined : transformJobStore(store).hold(name, lease);
}

describe('transformJobStore()', () => {
  it('lets the holder of the lease alone say when a job began and how it ended', async () => {
    const job = { name, arn: 'arn', createdAt: 1, request: transformRequest(), containers: [] };
    await transformJobRecords.insert(one.store, job);
    const first = await hold(one);
    expect(await hold(two)).toBeUndefined();
    // As if it had run out: the first server is paused, and does not know.
    await two.store.updateTable('lease').set({ expires: 0 }).execute();
    const second = await hold(two);
    await expect(first?.markStarted(5)).rejects.toThrow(LeaseLostError);
    await second?.markStarted(7);
    await second?.checkpoints.begin([], emptyCheckpoint());
    const end = { status: 'Completed', failureReason: null, endedAt: 9 } as const;
    await expect(first?.end(end)).rejects.toThrow(LeaseLostError);
    expect(await second?.find()).toMatchObject({ status: 'InProgress', startedAt: 7 });
    expect(await second?.end(end)).toBe(true);
    expect(await second?.end({ ...end, status: 'Failed' })).toBe(false);
    expect(await transformJobStore(one.store).head(name)).toMatchObject({ status: 'Completed', endedAt: 9 });
    expect(await transformJobStore(one.store).unfinished()).toEqual([]);
  });
});
