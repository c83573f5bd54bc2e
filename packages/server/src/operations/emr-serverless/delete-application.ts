import { validationException } from '../../contract/service-error.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findApplication } from './find-application.ts';

/** From CREATED or STOPPED; its runs go with it. */
export async function deleteApplication(
  { applicationId }: { readonly applicationId: string },
  context: OperationContext,
): Promise<object> {
  const { record } = await findApplication(applicationId, context);
  await context.store.transaction().execute(async (transaction) => {
    await sparkResourceRecords.lock(transaction, record.kind, record.name);
    const { application } = await findApplication(applicationId, context, transaction);
    if (application.state === 'STARTED')
      throw validationException(`Application ${applicationId} must be in one of CREATED, STOPPED: it is STARTED.`);
    await sparkRunRecords.removeEnded(transaction, record.kind, record.name);
    await sparkResourceRecords.remove(transaction, record.kind, record.name);
  });
  return {};
}
