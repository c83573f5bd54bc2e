import { qualify } from '../../contract/qualified-name.ts';
import { type SparkResourceRecord, sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { notFound } from './not-found.ts';

/** Throws `ServiceError` (EntityNotFoundException). */
export async function findJob(name: string, { realm, store }: OperationContext): Promise<SparkResourceRecord> {
  const job = await sparkResourceRecords.find(store, 'glue-job', qualify(realm, name));
  if (job === undefined) throw notFound.job(name);
  return job;
}
