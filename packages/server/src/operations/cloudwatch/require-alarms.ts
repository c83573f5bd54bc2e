import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { type AlarmRecord, alarmRecords } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';

/** The alarms of these names. Throws `ServiceError` if one does not exist. */
export async function requireAlarms(
  names: readonly string[],
  { store, realm }: Pick<OperationContext, 'store' | 'realm'>,
): Promise<AlarmRecord[]> {
  const found = await Promise.all(names.map((name) => alarmRecords.find(store, qualify(realm, name))));
  return found.map((record, at) => {
    if (record !== undefined) return record;
    throw new ServiceError('ResourceNotFound', `There is no alarm ${names[at]}.`);
  });
}
