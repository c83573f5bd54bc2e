import { qualify } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { alarmRecords } from '../records/alarm-record.ts';
import type { ScalingRecord } from '../records/scaling-record.ts';
import { tagRecords } from '../records/tag-record.ts';

/** An alarm of a policy, as the API gives it. */
export interface PolicyAlarm {
  readonly AlarmName: string;
  readonly AlarmARN: string;
}

/** The alarms that a policy made. */
export function alarmsOf({ definition }: ScalingRecord): readonly PolicyAlarm[] {
  return (definition.Alarms ?? []) as readonly PolicyAlarm[];
}

/** `db`: the store, or a transaction. */
export async function removeAlarms(db: Store, record: ScalingRecord): Promise<void> {
  for (const { AlarmName: name, AlarmARN: arn } of alarmsOf(record)) {
    await alarmRecords.remove(db, qualify(record, name));
    await tagRecords.removeAll(db, arn);
  }
}
