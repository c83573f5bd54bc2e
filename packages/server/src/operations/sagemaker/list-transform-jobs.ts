import { present } from '@catenary/scoring/internal/values';
import { rowsIn } from '../../contract/qualified-name.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listTransformJobs(input: ListInput, context: OperationContext): Promise<object> {
  const all = await context.store
    .selectFrom('transform_job')
    .select(['name', 'arn', 'creation_time', 'last_modified_time', 'end_time', 'status', 'failure_reason'])
    .execute();
  const { rows, next } = listPage(rowsIn(context.realm, all), input, 10);
  return {
    TransformJobSummaries: rows.map((row) => ({
      TransformJobName: row.name,
      TransformJobArn: row.arn,
      CreationTime: epochSeconds(row.creation_time),
      ...present({ TransformEndTime: row.end_time === null ? undefined : epochSeconds(row.end_time) }),
      LastModifiedTime: epochSeconds(row.last_modified_time),
      TransformJobStatus: row.status,
      ...present({ FailureReason: row.failure_reason ?? undefined }),
    })),
    ...next,
  };
}
