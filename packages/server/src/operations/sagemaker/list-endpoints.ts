import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listEndpoints(input: ListInput, { store, realm }: OperationContext): Promise<object> {
  const { rows, next } = await listPage(input, {
    read: (listing) => endpointRecords.list(store, listing),
    realm,
    defaultMaxResults: 10,
  });
  return {
    Endpoints: rows.map((row) => ({
      EndpointName: row.name,
      EndpointArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
      LastModifiedTime: epochSeconds(row.modifiedAt),
      EndpointStatus: row.status,
    })),
    ...next,
  };
}
