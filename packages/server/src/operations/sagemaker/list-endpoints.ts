import { rowsIn } from '../../contract/qualified-name.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listEndpoints(input: ListInput, context: OperationContext): Promise<object> {
  const all = await endpointRecords.list(context.store);
  const { rows, next } = listPage(rowsIn(context.realm, all), input, 10);
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
