import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';

export async function describeTransformJob(
  input: { TransformJobName: string },
  context: OperationContext,
): Promise<object> {
  const record = await transformJobRecords.find(context.store, qualify(context.realm, input.TransformJobName));
  if (record === undefined)
    throw validationException(`Could not find requested job with name: ${input.TransformJobName}`);
  const { request, failureReason, startedAt, endedAt } = record;
  return {
    ...request,
    TransformInput: { CompressionType: 'None', SplitType: 'None', ...request.TransformInput },
    TransformOutput: { AssembleWith: 'None', ...request.TransformOutput },
    TransformJobArn: record.arn,
    TransformJobStatus: record.status,
    ...present({ FailureReason: failureReason }),
    CreationTime: epochSeconds(record.createdAt),
    ...present({
      TransformStartTime: startedAt === undefined ? undefined : epochSeconds(startedAt),
      TransformEndTime: endedAt === undefined ? undefined : epochSeconds(endedAt),
    }),
  };
}
