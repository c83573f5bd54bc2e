import { modelRecords } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listModels(input: ListInput, { store, realm }: OperationContext): Promise<object> {
  const { rows, next } = await listPage(input, {
    read: (listing) => modelRecords.list(store, listing),
    realm,
  });
  return {
    Models: rows.map((row) => ({
      ModelName: row.name,
      ModelArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
    })),
    ...next,
  };
}
