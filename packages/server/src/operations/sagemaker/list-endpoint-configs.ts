import { rowsIn } from '../../contract/qualified-name.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listEndpointConfigs(input: ListInput, context: OperationContext): Promise<object> {
  const all = await context.store.selectFrom('endpoint_config').select(['name', 'arn', 'creation_time']).execute();
  const { rows, next } = listPage(rowsIn(context.realm, all), input);
  return {
    EndpointConfigs: rows.map((row) => ({
      EndpointConfigName: row.name,
      EndpointConfigArn: row.arn,
      CreationTime: epochSeconds(row.creation_time),
    })),
    ...next,
  };
}
