import { qualify } from '../../contract/qualified-name.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';

/** With its runs; those under way are stopped. A job that there is not is deleted already. */
export async function deleteJob(
  { JobName }: { readonly JobName: string },
  { realm, store, now, sparkRuns }: OperationContext,
): Promise<object> {
  const name = qualify(realm, JobName);
  await store.transaction().execute(async (transaction) => {
    for (const { id, endedAt } of await sparkRunRecords.listOf(transaction, 'glue-job', name))
      if (endedAt === undefined) await sparkRunRecords.beginStop(transaction, id, now());
    await sparkRunRecords.removeEnded(transaction, 'glue-job', name);
    await sparkResourceRecords.remove(transaction, 'glue-job', name);
  });
  void sparkRuns.look();
  return { JobName };
}
