import { alarmRecords } from '../../serving/records/alarm-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { requireAlarms } from './require-alarms.ts';

/** DeleteAlarms: deletes all of them, or none if one does not exist. */
export async function deleteAlarms(
  { AlarmNames: names }: { readonly AlarmNames: readonly string[] },
  { store, realm }: OperationContext,
): Promise<undefined> {
  await store.transaction().execute(async (transaction) => {
    for (const { name, arn } of await requireAlarms(names, { store: transaction, realm })) {
      await alarmRecords.remove(transaction, name);
      await tagRecords.removeAll(transaction, arn);
    }
  });
}
