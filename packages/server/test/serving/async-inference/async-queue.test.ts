import { defined } from '@catenary/scoring/internal/values';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Lease } from '../../../src/platform/store/lease.ts';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import { type AsyncQueue, asyncQueue } from '../../../src/serving/async-inference/async-queue.ts';
import type { AsyncRequestRecord } from '../../../src/serving/records/async-request-record.ts';
import { type StoreSite, storeKinds } from '../../support/stores.ts';

const endpoint = 'us-east-1/e';
const time = 1_795_000_000_000;

const request = (id: string, createdAt = time): AsyncRequestRecord => ({
  id,
  endpoint,
  createdAt,
  expiresAt: createdAt + 60_000,
  earlierTries: 0,
  request: {
    realm: { region: 'us-east-1', account: '000000000000' },
    inferenceId: `of ${id}`,
    inputLocation: 's3://bucket/in',
    outputLocation: 's3://bucket/out',
    invocationTimeout: 900,
  },
});

describe.each(storeKinds)('the queue of asynchronous requests on $name', (kind) => {
  const { isMissing, name } = kind;
  let site: StoreSite;
  const opened: OpenedStore[] = [];
  const queues: AsyncQueue[] = [];
  const leases: Lease[] = [];

  beforeAll(async () => {
    if (isMissing) return;
    site = await kind.start();
    const location = await site.createLocation();
    // Two servers of one store; a database file is one server's alone, so there it is two names of one.
    for (const owner of name === 'SQLite' ? ['a'] : ['a', 'b'])
      opened.push(await openStore({ location, owner, leaseMs: 60_000, log: { warn: () => undefined } }));
    for (const [at, leaseName] of ['one', 'two'].entries()) {
      const { store, clock, leases: all } = opened[at] ?? defined(opened[0]);
      queues.push(asyncQueue(store, clock));
      leases.push((await all.take(leaseName)) as Lease);
    }
  });
  beforeEach(async () => {
    if (!isMissing) await defined(opened[0]).store.deleteFrom('async_request').execute();
  });
  afterAll(async () => {
    if (isMissing) return;
    await Promise.all(leases.map((lease) => lease.release()));
    for (const { store } of opened) await store.destroy();
    await site.close();
  });

  const claim = async (at: number, limit = 10, now = time) =>
    (await (queues[at] as AsyncQueue).claim({ endpoint, now, limit }, leases[at] as Lease)).map(({ id }) => id);

  it.skipIf(isMissing)('gives each request to one server, the oldest first', async () => {
    const [one, two] = queues as [AsyncQueue, AsyncQueue];
    for (const [at, id] of ['d', 'c', 'b', 'a'].entries()) await one.insert(request(id, time - 10 + at));
    expect(await one.count()).toBe(4);
    expect(await two.endpoints()).toEqual([endpoint]);
    const [first, second] = await Promise.all([claim(0, 2), claim(1, 2)]);
    const rest = [...(await claim(0)), ...(await claim(1))];
    expect([...first, ...second, ...rest].toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect([first[0], second[0]]).toContain('d');
    expect(await claim(0)).toEqual([]);
  });

  it.skipIf(isMissing)('gives it back, to be begun later, and forgets it when it is finished', async () => {
    const [one] = queues as [AsyncQueue];
    const [lease] = leases as [Lease];
    await one.insert(request('e'));
    expect(await claim(0)).toEqual(['e']);
    expect(await one.isHeld('e', lease)).toBe(true);
    await one.release('e', lease, time + 500);
    expect(await one.isHeld('e', lease)).toBe(false);
    expect(await claim(1, 10, time + 499)).toEqual([]);
    expect(await claim(1, 10, time + 500)).toEqual(['e']);
    // It is another server's now.
    await one.finish('e', lease);
    expect(await one.isHeld('e', leases[1] as Lease)).toBe(true);
    await (queues[1] as AsyncQueue).finish('e', leases[1] as Lease);
    expect(await one.isHeld('e', leases[1] as Lease)).toBe(false);
  });

  it.skipIf(isMissing)(
    'gives the requests of a server that is gone to another, with the count of its tries',
    async () => {
      const [one, two] = queues as [AsyncQueue, AsyncQueue];
      await one.insert(request('f'));
      expect(await claim(0)).toEqual(['f']);
      expect(await claim(1)).toEqual([]);
      await (leases[0] as Lease).release();
      const taken = await two.claim({ endpoint, now: time, limit: 10 }, leases[1] as Lease);
      expect(taken.find(({ id }) => id === 'f')).toEqual({ ...request('f'), earlierTries: 1 });
      expect(await one.isHeld('f', leases[0] as Lease)).toBe(false);
      leases[0] = (await defined(opened[0]).leases.take('one')) as Lease;
    },
  );

  it.skipIf(isMissing)('reports those that have expired, and those whose endpoint is gone', async () => {
    const [, two] = queues as [AsyncQueue, AsyncQueue];
    await two.insert(request('g', time - 60_000));
    await two.insert(request('h', time - 59_999));
    const expired = { endpoint, now: time, limit: 10, isExpired: true };
    expect((await two.claim(expired, leases[1] as Lease)).map(({ id }) => id)).toEqual(['g']);
    await two.dropOrphans(endpoint);
    expect(await two.count()).toBe(0);
  });
});
