import { endpointConfigRecords } from '../../serving/records/endpoint-config-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listEndpointConfigs(input: ListInput, { store, realm }: OperationContext): Promise<object> {
  const { rows, next } = await listPage(input, {
    read: (listing) => endpointConfigRecords.list(store, listing),
    realm,
  });
  return {
    EndpointConfigs: rows.map((row) => ({
      EndpointConfigName: row.name,
      EndpointConfigArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
    })),
    ...next,
  };
}
