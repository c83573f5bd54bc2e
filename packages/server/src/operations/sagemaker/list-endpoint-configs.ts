import { rowsIn } from '../../contract/qualified-name.ts';
import { endpointConfigRecords } from '../../serving/records/endpoint-config-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listEndpointConfigs(input: ListInput, context: OperationContext): Promise<object> {
  const all = await endpointConfigRecords.list(context.store);
  const { rows, next } = listPage(rowsIn(context.realm, all), input);
  return {
    EndpointConfigs: rows.map((row) => ({
      EndpointConfigName: row.name,
      EndpointConfigArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
    })),
    ...next,
  };
}
