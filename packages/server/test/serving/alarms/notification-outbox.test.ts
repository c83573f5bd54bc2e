import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../../src/platform/notifications/publisher.ts';
import type { Target } from '../../../src/platform/notifications/topic.ts';
import { openStore } from '../../../src/platform/store/store.ts';
import { maxAgeMs, maxTries, maxWaiting, NotificationOutbox } from '../../../src/serving/alarms/notification-outbox.ts';
import { notificationRecords } from '../../../src/serving/records/notification-record.ts';
import { type StoreSite, storeKinds } from '../../support/stores.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:a';
const start = 1_795_000_000_000;
const second = 1000;

describe.each(storeKinds)('$name (if it is installed)', (kind) => {
  let site: StoreSite;
  beforeAll(async () => {
    if (!kind.isMissing) site = await kind.start();
  });
  afterAll(async () => {
    if (!kind.isMissing) await site.close();
  });

  /** An outbox over a store, with a clock that the test moves, and what its receivers took. */
  async function open(targets: readonly Target[] = ['url']) {
    const warned: string[] = [];
    const log = { warn: (_facts: unknown, text?: string) => void warned.push(text ?? '') };
    const { store } = await openStore({
      location: await site.createLocation(),
      owner: 'a',
      leaseMs: 60_000,
      log: { warn: () => undefined },
    });
    const world = { now: start, takes: true as boolean | 'never answers' };
    const taken: [message: OutgoingMessage, target: Target][] = [];
    const tried: number[] = [];
    const publisher = {
      targets: (arn: string) => (arn === topic ? targets : []),
      async send(message: OutgoingMessage, target: Target, signal: AbortSignal) {
        tried.push(world.now - start);
        if (world.takes === 'never answers')
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        if (world.takes !== true) throw new Error('the address answered 503');
        taken.push([message, target]);
      },
    };
    const outboxOf = (isShared = true) =>
      new NotificationOutbox({ store, isShared, publisher, log, now: () => world.now });
    const count = async () => (await store.selectFrom('notification').select('id').execute()).length;
    return { store, world, taken, tried, warned, outboxOf, count };
  }

  it.skipIf(kind.isMissing)(
    'a message is kept with what it tells of, and gone once each place has taken it',
    async () => {
      const { store, taken, outboxOf, count } = await open(['file', 'url']);
      const outbox = outboxOf();
      const undone = store.transaction().execute(async (transaction) => {
        await outbox.keep(transaction, topic, { at: 0 });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await outbox.sendDue();
      expect([taken, await count()]).toEqual([[], 0]);

      expect(await outbox.keep(store, `${topic}b`, { at: 1 })).toBe(false);
      expect(await outbox.keep(store, topic, { at: 1 })).toBe(true);
      expect(await count()).toBe(2);
      await outbox.sendDue();
      const shown = taken.map(([{ message, time, topic: arn }, target]) => ({ arn, message, time, target }));
      expect(new Set(shown)).toEqual(
        new Set(['file', 'url'].map((target) => ({ arn: topic, message: '{"at":1}', time: start, target }))),
      );
      expect(new Set(taken.map(([{ id }]) => id)).size).toBe(1);
      expect(await count()).toBe(0);
      await outbox.close();
      await store.destroy();
    },
  );

  it.skipIf(kind.isMissing)(
    'what is not taken is tried again later and later, with the same id, until it is taken',
    async () => {
      const { store, world, taken, tried, outboxOf, count } = await open();
      const outbox = outboxOf();
      world.takes = false;
      await outbox.keep(store, topic, {});
      for (const at of [0, 1, 2, 3, 6, 7]) {
        world.now = start + at * second;
        await outbox.sendDue();
      }
      // 1 s after the first, 2 s after the second, 4 s after the third
      expect(tried).toEqual([0, 1 * second, 3 * second, 7 * second]);
      const [row] = await store.selectFrom('notification').selectAll().execute();
      world.takes = true;
      world.now += 8 * second;
      await outbox.sendDue();
      expect([taken.map(([{ id }]) => id), await count()]).toEqual([[row?.message_id], 0]);
      await outbox.close();
      await store.destroy();
    },
  );

  it.skipIf(kind.isMissing)(
    'a server that ends leaves its messages to the next one; that of one that was killed is due half a minute later',
    async () => {
      const { store, world, taken, outboxOf, count } = await open();
      world.takes = 'never answers';
      const ended = outboxOf();
      await ended.keep(store, topic, {});
      const sending = ended.sendDue();
      await expect.poll(() => store.selectFrom('notification').select('tries').execute()).toEqual([{ tries: 1 }]);
      await ended.close();
      await sending;
      expect(await store.selectFrom('notification').select(['tries', 'due']).execute()).toEqual([
        { tries: 0, due: start },
      ]);

      // A killed one has claimed it and nothing more.
      await notificationRecords.claim(store, { now: start, until: start + 30 * second, limit: 1 });
      world.takes = true;
      const next = outboxOf();
      for (const [at, there] of [
        [29, 0],
        [30, 1],
      ] as const) {
        world.now = start + at * second;
        await next.sendDue();
        expect(taken).toHaveLength(there);
      }
      expect(await count()).toBe(0);
      await next.close();

      // Where no other server is, at the start.
      await next.keep(store, topic, {});
      await notificationRecords.claim(store, { now: world.now, until: world.now + 30 * second, limit: 1 });
      const only = outboxOf(false);
      await only.start();
      await expect.poll(count).toBe(0);
      expect(taken).toHaveLength(2);
      await only.close();
      await store.destroy();
    },
  );

  it.skipIf(kind.isMissing)('two servers send each message once', async () => {
    const { store, taken, outboxOf, count } = await open();
    const both = [outboxOf(), outboxOf()];
    for (let at = 0; at < 40; at++) await both[at % 2]?.keep(store, topic, { at });
    while ((await count()) > 0) await Promise.all(both.map((outbox) => outbox.sendDue()));
    expect(taken.map(([{ message }]) => message).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, at) => JSON.stringify({ at })).toSorted(),
    );
    await Promise.all(both.map((outbox) => outbox.close()));
    await store.destroy();
  });

  it.skipIf(kind.isMissing)(
    'messages are bounded in tries, age and number, and what is given up is logged',
    async () => {
      const { store, world, tried, warned, outboxOf, count } = await open();
      const outbox = outboxOf();
      world.takes = false;
      await outbox.keep(store, topic, {});
      await store
        .updateTable('notification')
        .set({ tries: maxTries - 1 })
        .execute();
      await outbox.sendDue();
      expect([tried.length, await count(), warned]).toEqual([1, 0, ['a notification was given up']]);

      await outbox.keep(store, topic, {});
      world.now += maxAgeMs + 1;
      await outbox.sendDue();
      expect([tried.length, await count(), warned.length]).toEqual([1, 0, 2]);

      const message = { topic, message: '{}', createdAt: world.now };
      const waiting = { message_id: '', topic, target: 'url', message: '', tries: 0, due: world.now };
      const row = (at: number) => ({ ...waiting, id: `${at}`.padStart(6), creation_time: start + at });
      for (let at = 0; at < maxWaiting; at += 1000)
        await store
          .insertInto('notification')
          .values(Array.from({ length: 1000 }, (_, more) => row(at + more)))
          .execute();
      await notificationRecords.insert(store, ['url'], message);
      await notificationRecords.insert(store, ['url'], message);
      expect([await count(), await notificationRecords.keepNewest(store, maxWaiting)]).toEqual([maxWaiting + 2, 2]);
      const [oldest] = await store
        .selectFrom('notification')
        .select('creation_time')
        .orderBy('creation_time')
        .limit(1)
        .execute();
      expect(Number(oldest?.creation_time)).toBe(start + 2);
      await outbox.close();
      await store.destroy();
    },
  );
});
