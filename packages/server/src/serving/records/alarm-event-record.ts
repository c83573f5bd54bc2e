import { randomUUID } from 'node:crypto';
import type { Store } from '../../platform/store/store.ts';

export interface AlarmEvent {
  /** Qualified by its region. */
  readonly alarm: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

/** As long as CloudWatch keeps them. */
const keptMs = 30 * 24 * 3_600_000;
/** Of all alarms: an alarm that is made again and again does not fill the disk. */
const keptCount = 20_000;

/** The rows of the table of what alarms did. `db` is the store, or a transaction. */
export const alarmEventRecords = {
  async insert(db: Store, event: AlarmEvent): Promise<void> {
    await db
      .insertInto('alarm_event')
      .values({ id: randomUUID(), ...event })
      .execute();
  },

  /** Of one alarm or, without one, all; the oldest first. */
  async list(
    db: Store,
    alarm: string | undefined,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<AlarmEvent[]> {
    const rows = await db
      .selectFrom('alarm_event')
      .selectAll()
      .$if(alarm !== undefined, (query) => query.where('alarm', '=', alarm as string))
      .where('time', '>=', from)
      .where('time', '<=', to)
      .orderBy('time')
      .orderBy('id')
      .execute();
    return rows.map(({ id: _id, time, type, ...row }) => ({
      ...row,
      time: Number(time),
      type: type as AlarmEvent['type'],
    }));
  },

  async dropOld(db: Store, now: number): Promise<void> {
    const last = await db
      .selectFrom('alarm_event')
      .select('time')
      .orderBy('time', 'desc')
      .offset(keptCount)
      .limit(1)
      .executeTakeFirst();
    const oldest = Math.max(now - keptMs, Number(last?.time ?? 0) + 1);
    await db.deleteFrom('alarm_event').where('time', '<', oldest).execute();
  },
};
