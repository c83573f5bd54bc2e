import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LeaseLostError } from '../../../src/platform/store/lease.ts';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import { query } from '../../support/postgres.ts';
import { type StoreSite, storeKinds } from '../../support/stores.ts';

const log = { warn: () => undefined };
const open = (location: string, owner: string, leaseMs = 60_000) => openStore({ location, owner, leaseMs, log });

describe.each(storeKinds)('store on $name', (kind) => {
  const { isMissing } = kind;
  let site: StoreSite;
  let location: string;
  let one: OpenedStore;
  let two: OpenedStore;

  beforeAll(async () => {
    if (isMissing) return;
    site = await kind.start();
    location = await site.createLocation();
    one = await open(location, 'one');
    two = await open(location, 'two');
  });

  afterAll(async () => {
    if (isMissing) return;
    await Promise.all([one.store.destroy(), two.store.destroy()]);
    await site.close();
  });

  const row = { arn: 'a', creation_time: 1_795_000_000_123, definition: '{"a":"ü\\u0000"}' };

  it.skipIf(isMissing)('keeps rows as they were given, with times as numbers', async () => {
    await one.store
      .insertInto('model')
      .values({ name: 'kept', ...row })
      .execute();
    const found = await two.store.selectFrom('model').selectAll().where('name', '=', 'kept').executeTakeFirst();
    expect(found).toMatchObject({ name: 'kept', ...row });
  });

  it.skipIf(isMissing)('refuses a second row of a name by counting no insert', async () => {
    const insert = (store: OpenedStore) =>
      store.store
        .insertInto('model')
        .values({ name: 'twice', ...row })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
    const counts = [await insert(one), await insert(two)].map(({ numInsertedOrUpdatedRows: count }) => count);
    expect(counts).toEqual([1n, 0n]);
  });

  it.skipIf(isMissing)('takes nothing of a transaction that fails', async () => {
    const failing = one.store.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('model')
        .values({ name: 'half', ...row })
        .execute();
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await two.store.selectFrom('model').select('name').where('name', '=', 'half').execute()).toEqual([]);
  });

  it.skipIf(isMissing)('migrates a store once, and opens it again as it is', async () => {
    await one.store
      .insertInto('model')
      .values({ name: 'before', ...row })
      .execute();
    const again = await open(location, 'three');
    expect(await again.store.selectFrom('model').select('name').where('name', '=', 'before').execute()).toHaveLength(1);
    await again.store.destroy();
  });

  it.skipIf(isMissing)('gives a lease to one of many that ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 ? one : two).leases.take('race')),
    );
    const held = asked.filter((lease) => lease !== undefined && !lease.signal.aborted);
    expect(held).toHaveLength(1);
    await held[0]?.release();
  });

  it.skipIf(isMissing)(
    'keeps a lease from others until it is released, then gives it with a higher number',
    async () => {
      const first = await one.leases.take('handed over');
      expect(await two.leases.take('handed over')).toBeUndefined();
      expect(await one.leases.take('handed over')).toBeUndefined();
      await first?.release();
      const second = await two.leases.take('handed over');
      expect(second?.token).toBe((first?.token ?? 0) + 1);
      await second?.release();
    },
  );

  it.skipIf(isMissing)(
    'gives an expired lease to another, and refuses what the former holder then writes',
    async () => {
      const sleepy = await open(location, 'sleepy', 3_600_000);
      const former = await sleepy.leases.take('expired');
      // As if an hour had passed without a renewal.
      await one.store.updateTable('lease').set({ expires: 0 }).where('name', '=', 'expired').execute();
      const latter = await one.leases.take('expired');
      expect(latter?.token).toBe((former?.token ?? 0) + 1);
      const write = (token: typeof former, name: string) =>
        sleepy.store.transaction().execute(async (transaction) => {
          await token?.fence(transaction);
          await transaction
            .insertInto('model')
            .values({ name, ...row })
            .execute();
        });
      await expect(write(former, 'late')).rejects.toThrow(LeaseLostError);
      expect(former?.signal.aborted).toBe(true);
      expect(await one.store.selectFrom('model').select('name').where('name', '=', 'late').execute()).toEqual([]);
      await former?.release();
      expect(await two.leases.take('expired')).toBeUndefined(); // releasing what was lost gives nothing away
      await sleepy.store.destroy();
    },
  );

  it.skipIf(isMissing)('gives a lease back at once to the owner that was killed', async () => {
    const killed = await open(location, 'killed', 3_600_000);
    const before = await killed.leases.take('mine');
    await killed.store.destroy();
    expect(await one.leases.take('mine')).toBeUndefined();
    const restarted = await open(location, 'killed', 3_600_000);
    expect((await restarted.leases.take('mine'))?.token).toBe((before?.token ?? 0) + 1);
    await restarted.leases.close();
    await restarted.store.destroy();
  });

  it.skipIf(isMissing)('renews a lease for as long as it is held', async () => {
    const brief = await open(location, 'brief', 1000);
    const lease = await brief.leases.take('renewed');
    const expiry = async () =>
      Number(
        (await one.store.selectFrom('lease').select('expires').where('name', '=', 'renewed').executeTakeFirstOrThrow())
          .expires,
      );
    const first = await expiry();
    await expect.poll(expiry, { timeout: 20_000 }).toBeGreaterThan(first);
    expect(lease?.signal.aborted).toBe(false);
    await brief.leases.close();
    expect(await expiry()).toBe(0);
    await brief.store.destroy();
  });
});

const postgres = storeKinds[1];

describe.skipIf(postgres?.isMissing)('store on PostgreSQL, shared and out of reach', () => {
  let site: StoreSite;

  beforeAll(async () => {
    site = await (postgres as (typeof storeKinds)[number]).start();
  });

  afterAll(() => site.close());

  it('is migrated once by servers that start at once', async () => {
    const location = await site.createLocation();
    const opened = await Promise.all(['one', 'two', 'three'].map((owner) => open(location, owner)));
    await Promise.all(opened.map(({ store }) => store.destroy()));
    expect(opened.map(({ isShared }) => isShared)).toEqual([true, true, true]);
  });

  it('keeps a lease from being taken while its holder commits', async () => {
    const location = await site.createLocation();
    const [one, two] = [await open(location, 'one'), await open(location, 'two')];
    const lease = await one.leases.take('committing');
    await one.store.updateTable('lease').set({ expires: 0 }).where('name', '=', 'committing').execute();
    const order: string[] = [];
    let taking: Promise<unknown> = Promise.resolve();
    await one.store.transaction().execute(async (transaction) => {
      await lease?.fence(transaction);
      taking = two.leases.take('committing').then(() => order.push('taken'));
      // Long enough for the other to ask; it waits for this transaction, however long that takes.
      await new Promise((done) => setTimeout(done, 100));
      order.push('committed');
    });
    await taking;
    expect(order).toEqual(['committed', 'taken']);
    await Promise.all([one.store.destroy(), two.store.destroy()]);
  });

  it('takes a lease from a server that was paused within a transaction', async () => {
    const location = await site.createLocation();
    const [paused, other] = [await open(location, 'paused', 1000), await open(location, 'other')];
    const lease = await paused.leases.take('held');
    lease?.lose(); // it renews nothing while it is paused
    const resumed = Promise.withResolvers<void>();
    const writing = paused.store.transaction().execute(async (transaction) => {
      await lease?.fence(transaction);
      await resumed.promise; // nothing is sent meanwhile, as if the process stood still
      await transaction
        .insertInto('model')
        .values({ name: 'late', arn: 'a', creation_time: 0, definition: '' })
        .execute();
    });
    writing.catch(() => undefined);
    // The lease expires, and the session ends, and with it the lock.
    await expect.poll(() => other.leases.take('held'), { timeout: 30_000 }).toBeDefined();
    resumed.resolve();
    await expect(writing).rejects.toThrow();
    expect(await other.store.selectFrom('model').select('name').execute()).toEqual([]);
    await Promise.all([paused.leases.close(), other.leases.close()]);
    await Promise.all([paused.store.destroy(), other.store.destroy()]);
  });

  it('says where it is and why it cannot be opened, without the password', async () => {
    const opened = open('postgres://me:secret@127.0.0.1:1/none', 'one');
    await expect(opened).rejects.toThrow(
      /^The store at postgres:\/\/127\.0\.0\.1:1\/none cannot be opened: .*ECONNREFUSED/,
    );
    await expect(open('postgres://me:secret@127.0.0.1:1/none', 'one')).rejects.not.toThrow('secret');
  });

  /** Ends every connection of the store from outside. The store may or may not have noticed when this resolves. */
  async function cutConnections(location: string): Promise<void> {
    const cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'catenary'";
    expect((await query(location, cut)).length).toBeGreaterThan(0);
  }

  it('continues after its connections were cut: reads and transactions take other ones', async () => {
    const location = await site.createLocation();
    const { store } = await open(location, 'one');
    const read = () => store.selectFrom('model').select('name').execute();
    const write = (name: string) =>
      store
        .transaction()
        .execute((transaction) =>
          transaction.insertInto('model').values({ name, arn: 'a', creation_time: 0, definition: '' }).execute(),
        );
    for (let round = 0; round < 5; round++) {
      // All eight connections of the pool are open.
      await Promise.all(Array.from({ length: 8 }, read));
      await cutConnections(location);
      await Promise.all([read(), write(`model-${round}`), read()]);
    }
    expect(await read()).toHaveLength(5);
    await store.destroy();
  });

  it('loses a lease that it could not renew for its whole life', async () => {
    const location = await site.createLocation();
    const opened = await open(location, 'one', 1000);
    const lease = await opened.leases.take('unreachable');
    await opened.store.destroy();
    await expect.poll(() => lease?.signal.aborted, { timeout: 20_000 }).toBe(true);
  });
});
