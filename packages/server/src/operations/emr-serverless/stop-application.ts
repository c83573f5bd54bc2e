import { validationException } from '../../contract/service-error.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { changeApplication } from './change-application.ts';

/** Its runs must have ended before. */
export async function stopApplication(
  { applicationId }: { readonly applicationId: string },
  context: OperationContext,
): Promise<object> {
  await changeApplication(applicationId, context, async ({ record }, transaction) => {
    const count = await sparkRunRecords.countUnfinished(transaction, record.kind, record.name);
    if (count > 0)
      throw validationException(
        `Application ${applicationId} has ${count} job runs that have not ended: wait for them, or cancel them.`,
      );
    return 'STOPPED';
  });
  return {};
}
