import { qualify } from '../../contract/qualified-name.ts';
import { type SparkRunRecord, sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { notFound } from './not-found.ts';

/** A run of that job. Throws `ServiceError` (EntityNotFoundException). */
export async function findRun(job: string, id: string, { realm, store }: OperationContext): Promise<SparkRunRecord> {
  const run = await sparkRunRecords.find(store, id);
  if (run === undefined || run.kind !== 'glue-job' || run.parent !== qualify(realm, job)) throw notFound.run(id);
  return run;
}
