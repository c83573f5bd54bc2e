import { rowsIn } from '../../contract/qualified-name.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listEndpoints(input: ListInput, context: OperationContext): Promise<object> {
  const all = await context.store
    .selectFrom('endpoint')
    .select(['name', 'arn', 'creation_time', 'last_modified_time', 'status'])
    .execute();
  const { rows, next } = listPage(rowsIn(context.realm, all), input, 10);
  return {
    Endpoints: rows.map((row) => ({
      EndpointName: row.name,
      EndpointArn: row.arn,
      CreationTime: epochSeconds(row.creation_time),
      LastModifiedTime: epochSeconds(row.last_modified_time),
      EndpointStatus: row.status,
    })),
    ...next,
  };
}
