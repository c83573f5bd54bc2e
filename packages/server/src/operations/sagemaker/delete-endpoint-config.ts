import { endpointConfigRecords } from '../../serving/records/endpoint-config-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpointConfigHead } from './find-endpoint-config.ts';

/** Succeeds even while an endpoint uses it: the endpoint keeps serving. */
export async function deleteEndpointConfig(
  input: { EndpointConfigName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name, arn } = await findEndpointConfigHead(input.EndpointConfigName, context);
  await context.store.transaction().execute(async (transaction) => {
    await endpointConfigRecords.remove(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
