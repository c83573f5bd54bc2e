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
    await db
      .deleteFrom('alarm_event')
      .where('time', '<', now - keptMs)
      .execute();
  },
};
