import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { Store } from '../../platform/store/store.ts';
import { type SparkResourceRecord, sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { StoredApplication } from './application-definition.ts';

export interface FoundApplication {
  readonly record: SparkResourceRecord;
  readonly application: StoredApplication;
}

/** Throws `ServiceError` (ResourceNotFoundException). `db` is the store, or a transaction. */
export async function findApplication(
  id: string,
  { realm, store }: Pick<OperationContext, 'realm' | 'store'>,
  db: Store = store,
): Promise<FoundApplication> {
  const record = await sparkResourceRecords.find(db, 'emr-application', qualify(realm, id));
  if (record === undefined) throw new ServiceError('ResourceNotFoundException', `Application ${id} does not exist.`);
  // It was checked when it was stored.
  return { record, application: record.definition as unknown as StoredApplication };
}
