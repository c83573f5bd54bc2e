import { rowsIn } from '../../contract/qualified-name.ts';
import { modelRecords } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listModels(input: ListInput, context: OperationContext): Promise<object> {
  const all = await modelRecords.list(context.store);
  const { rows, next } = listPage(rowsIn(context.realm, all), input);
  return {
    Models: rows.map((row) => ({
      ModelName: row.name,
      ModelArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
    })),
    ...next,
  };
}
