import { validationException } from '../../contract/service-error.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpointHead } from './find-endpoint.ts';

/**
 * Answers at once (status Deleting); configuration and models stay. AWS refuses this while an endpoint is Creating or
 * Updating; here it cancels the start, since nothing else could end a start that does not end by itself.
 */
export async function deleteEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<undefined> {
  const { name, arn, status } = await findEndpointHead(input.EndpointName, context);
  const inProgress = validationException(`Cannot update in-progress endpoint "${arn}".`);
  if (status === 'Deleting') throw inProgress;
  await context.store.transaction().execute(async (transaction) => {
    if (!(await endpointRecords.beginDelete(transaction, name, context.now()))) throw inProgress;
    await tagRecords.removeAll(transaction, arn);
  });
  context.endpoints.delete(name);
}
