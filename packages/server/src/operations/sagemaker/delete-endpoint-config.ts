import type { OperationContext } from '../operation-context.ts';
import { findEndpointConfig } from './find-resource.ts';
import { deleteAllTags } from './tags.ts';

/** Succeeds even while an endpoint uses it: the endpoint keeps serving. */
export async function deleteEndpointConfig(
  input: { EndpointConfigName: string },
  context: OperationContext,
): Promise<undefined> {
  const row = await findEndpointConfig(input.EndpointConfigName, context);
  await context.store.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('endpoint_config').where('name', '=', row.name).execute();
    await deleteAllTags(transaction, row.arn);
  });
}
