import { present } from '@catenary/scoring/internal/values';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listTransformJobs(input: ListInput, { store, realm }: OperationContext): Promise<object> {
  const { rows, next } = await listPage(input, {
    read: (listing) => transformJobRecords.list(store, listing),
    realm,
    defaultMaxResults: 10,
  });
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
