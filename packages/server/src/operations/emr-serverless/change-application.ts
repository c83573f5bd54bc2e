import type { Store } from '../../platform/store/store.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { StoredApplication } from './application-definition.ts';
import { type FoundApplication, findApplication } from './find-application.ts';

/** Brings an application into another state, which `next` gives or refuses, in a transaction that keeps others from it. */
export async function changeApplication(
  id: string,
  context: OperationContext,
  next: (found: FoundApplication, transaction: Store) => Promise<StoredApplication['state']>,
): Promise<void> {
  const { record } = await findApplication(id, context);
  await context.store.transaction().execute(async (transaction) => {
    await sparkResourceRecords.lock(transaction, record.kind, record.name);
    const found = await findApplication(id, context, transaction);
    const state = await next(found, transaction);
    const definition = { ...found.record.definition, state };
    await sparkResourceRecords.update(transaction, { ...record, definition, modifiedAt: context.now() });
  });
}
