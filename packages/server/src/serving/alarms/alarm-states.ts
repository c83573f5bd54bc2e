import type { Realm } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { type AlarmValue, alarmRecords } from '../records/alarm-record.ts';

/** The states of alarms as of their last evaluation, by the names that callers use. Names without an alarm are left out. */
export async function alarmStates(
  store: Store,
  realm: Pick<Realm, 'region'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, AlarmValue>> {
  const found = await Promise.all(
    names.map(async (name) => [name, (await alarmRecords.find(store, qualify(realm, name)))?.state.value] as const),
  );
  return new Map(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
