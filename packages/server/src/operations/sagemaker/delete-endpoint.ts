import { validationException } from '../../contract/service-error.ts';
import { asyncRequestRecords } from '../../serving/records/async-request-record.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import { StoredRecordError } from '../../serving/records/stored-json.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import { forgetTarget, targetsOf } from '../../serving/scaling/forget-target.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpointHead } from './find-endpoint.ts';

/**
 * Answers at once (status Deleting); configuration and models stay, and its variants are no scalable targets any more. AWS refuses
 * this while an endpoint is Creating or Updating, and so is it here during a rollout in steps, which ends by itself. A mere start
 * is cancelled by it: nothing else could end one that does not end.
 */
export async function deleteEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<undefined> {
  const { name, arn, status } = await findEndpointHead(input.EndpointName, context);
  const inProgress = validationException(`Cannot update in-progress endpoint "${arn}".`);
  if (status === 'Deleting' || (await isRollingOut(name, context))) throw inProgress;
  await context.store.transaction().execute(async (transaction) => {
    if (!(await endpointRecords.beginDelete(transaction, name, context.now()))) throw inProgress;
    await tagRecords.removeAll(transaction, arn);
    await asyncRequestRecords.removeAll(transaction, name);
    for (const { target } of await targetsOf(transaction, name)) await forgetTarget(transaction, target);
  });
  context.endpoints.delete(name);
}

/** A row that cannot be read can still be deleted. */
async function isRollingOut(name: string, { store }: OperationContext): Promise<boolean> {
  const found = await endpointRecords.find(store, name).catch((error: unknown) => {
    if (error instanceof StoredRecordError) return undefined;
    throw error;
  });
  return found?.status === 'Updating' && found.deployment?.rollout !== undefined;
}
