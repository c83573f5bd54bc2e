import { alarmArn } from '../../contract/alarm-arn.ts';
import { type QualifiedName, qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { alarmRecords } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';

/** The alarm that an ARN of the caller's region names. Throws `ServiceError` if there is none. */
export async function requireAlarmArn(
  arn: string,
  { store, realm }: Pick<OperationContext, 'store' | 'realm'>,
): Promise<QualifiedName> {
  const prefix = alarmArn(realm, '');
  const name = qualify(realm, arn.slice(prefix.length));
  if (arn.startsWith(prefix) && (await alarmRecords.find(store, name)) !== undefined) return name;
  throw new ServiceError('ResourceNotFoundException', `There is no alarm with the ARN ${arn.slice(0, 300)}.`);
}
