import { present } from '@catenary/scoring/internal/values';
import { rowsIn } from '../../contract/qualified-name.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listTransformJobs(input: ListInput, context: OperationContext): Promise<object> {
  const all = await transformJobRecords.list(context.store);
  const { rows, next } = listPage(rowsIn(context.realm, all), input, 10);
  return {
    TransformJobSummaries: rows.map((row) => ({
      TransformJobName: row.name,
      TransformJobArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
      ...present({ TransformEndTime: row.endedAt === undefined ? undefined : epochSeconds(row.endedAt) }),
      LastModifiedTime: epochSeconds(row.modifiedAt),
      TransformJobStatus: row.status,
      ...present({ FailureReason: row.failureReason }),
    })),
    ...next,
  };
}
