import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { EndpointRow, ResourceRow } from '../../platform/store/tables.ts';
import type { OperationContext } from '../operation-context.ts';

/** Not found is a ValidationException with these words: waiters and SDKs depend on it. */
export async function findModel(name: string, context: OperationContext): Promise<ResourceRow> {
  const row = await context.store
    .selectFrom('model')
    .selectAll()
    .where('name', '=', qualify(context.realm, name))
    .executeTakeFirst();
  if (row === undefined) throw validationException(`Could not find model "${arnOf(context.realm, 'model', name)}".`);
  return row;
}

export async function findEndpointConfig(name: string, context: OperationContext): Promise<ResourceRow> {
  const row = await context.store
    .selectFrom('endpoint_config')
    .selectAll()
    .where('name', '=', qualify(context.realm, name))
    .executeTakeFirst();
  if (row === undefined)
    throw validationException(
      `Could not find endpoint configuration "${arnOf(context.realm, 'endpoint-config', name)}".`,
    );
  return row;
}

export async function findEndpoint(name: string, context: OperationContext): Promise<EndpointRow> {
  const row = await context.store
    .selectFrom('endpoint')
    .selectAll()
    .where('name', '=', qualify(context.realm, name))
    .executeTakeFirst();
  if (row === undefined)
    throw validationException(`Could not find endpoint "${arnOf(context.realm, 'endpoint', name)}".`);
  return row;
}
