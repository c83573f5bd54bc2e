import { randomUUID } from 'node:crypto';
import { startsWith } from '../../platform/store/starts-with.ts';
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

/** An event as the store has it. */
export interface StoredEvent extends AlarmEvent {
  readonly id: string;
}

/** Some of the events of a region. */
export interface EventPage {
  readonly region: string;
  /** Qualified; absent: those of all alarms. */
  readonly alarm?: string | undefined;
  readonly type?: string | undefined;
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  readonly direction: 'asc' | 'desc';
  /** Only those behind this one. */
  readonly after?: Pick<StoredEvent, 'time' | 'id'> | undefined;
  readonly limit: number;
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

  /** Some of a region, in order of time. */
  async pageOf(db: Store, { region, alarm, type, from, to, direction, after, limit }: EventPage) {
    const beyond = direction === 'asc' ? '>' : '<';
    const rows = await db
      .selectFrom('alarm_event')
      .selectAll()
      .where(startsWith('alarm', `${region}/`))
      .$if(alarm !== undefined, (query) => query.where('alarm', '=', alarm as string))
      .$if(type !== undefined, (query) => query.where('type', '=', type as string))
      .where('time', '>=', from)
      .where('time', '<=', to)
      .$if(after !== undefined, (query) =>
        query.where((eb) => eb(eb.refTuple('time', 'id'), beyond, eb.tuple(after?.time ?? 0, after?.id ?? ''))),
      )
      .orderBy('time', direction)
      .orderBy('id', direction)
      .limit(limit)
      .execute();
    return rows.map(
      ({ time, type: stored, ...row }): StoredEvent => ({
        ...row,
        time: Number(time),
        type: stored as AlarmEvent['type'],
      }),
    );
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
