import { randomUUID } from 'node:crypto';
import type { Target } from '../../platform/notifications/topic.ts';
import type { Store } from '../../platform/store/store.ts';
import type { NotificationRow } from '../../platform/store/tables.ts';

/** A message that is not delivered yet, to one of the places of its topic. Times are milliseconds since 1970. */
export interface NotificationRecord {
  readonly id: string;
  /** The same for all places, and however often it is sent. */
  readonly messageId: string;
  /** ARN. */
  readonly topic: string;
  readonly target: Target;
  readonly message: string;
  readonly createdAt: number;
  /** How often it was begun to be sent. */
  readonly tries: number;
}

export interface Claim {
  readonly now: number;
  /** Until then no other server takes it. */
  readonly until: number;
  readonly limit: number;
}

/** The rows of the table of messages to topics. `db` is the store, or a transaction. */
export const notificationRecords = {
  /** Due at once, in each of the places. */
  async insert(
    db: Store,
    targets: readonly Target[],
    { topic, message, createdAt }: Pick<NotificationRecord, 'topic' | 'message' | 'createdAt'>,
  ): Promise<void> {
    if (targets.length === 0) return;
    const shared = { message_id: randomUUID(), topic, message, creation_time: createdAt, due: createdAt, tries: 0 };
    await db
      .insertInto('notification')
      .values(targets.map((target) => ({ ...shared, id: randomUUID(), target })))
      .execute();
  },

  /** Takes those that are due, the longest due first, and counts a try of each. Another server may be quicker with some of them. */
  async claim(db: Store, { now, until, limit }: Claim): Promise<NotificationRecord[]> {
    const due = db.selectFrom('notification').select('id').where('due', '<=', now).orderBy('due').limit(limit);
    const rows = await db
      .updateTable('notification')
      .set(({ eb }) => ({ due: until, tries: eb('tries', '+', 1) }))
      .where('id', 'in', due)
      .where('due', '<=', now)
      .returningAll()
      .execute();
    return rows.map(recordOf);
  },

  /** To be sent again from `due` on. */
  async postpone(db: Store, id: string, due: number): Promise<void> {
    await db.updateTable('notification').set({ due }).where('id', '=', id).execute();
  },

  /** As if it had not been claimed. */
  async release(db: Store, id: string, now: number): Promise<void> {
    const released = db.updateTable('notification').set(({ eb }) => ({ due: now, tries: eb('tries', '-', 1) }));
    await released.where('id', '=', id).execute();
  },

  /** Whatever any server has claimed, or waits with, is due. */
  async releaseAll(db: Store, now: number): Promise<void> {
    await db.updateTable('notification').set({ due: now }).where('due', '>', now).execute();
  },

  async remove(db: Store, id: string): Promise<void> {
    await db.deleteFrom('notification').where('id', '=', id).execute();
  },

  /** When the next is due; undefined if there is none. */
  async nextDue(db: Store): Promise<number | undefined> {
    const row = await db.selectFrom('notification').select('due').orderBy('due').limit(1).executeTakeFirst();
    return row === undefined ? undefined : Number(row.due);
  },

  /** Keeps the newest. The number of those that were dropped. */
  async keepNewest(db: Store, count: number): Promise<number> {
    const tooMany = await db
      .selectFrom('notification')
      .select('id')
      .orderBy('creation_time', 'desc')
      .orderBy('id', 'desc')
      .offset(count)
      .limit(1000)
      .execute();
    if (tooMany.length === 0) return 0;
    const ids = tooMany.map(({ id }) => id);
    await db.deleteFrom('notification').where('id', 'in', ids).execute();
    return ids.length;
  },
};

const recordOf = (row: NotificationRow): NotificationRecord => ({
  id: row.id,
  messageId: row.message_id,
  topic: row.topic,
  target: row.target as Target,
  message: row.message,
  createdAt: Number(row.creation_time),
  tries: Number(row.tries),
});
