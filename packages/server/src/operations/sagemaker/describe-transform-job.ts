import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { TransformRequest } from '../../serving/transform-job/transform-request.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';

export async function describeTransformJob(
  input: { TransformJobName: string },
  context: OperationContext,
): Promise<object> {
  const row = await context.store
    .selectFrom('transform_job')
    .selectAll()
    .where('name', '=', qualify(context.realm, input.TransformJobName))
    .executeTakeFirst();
  if (row === undefined) throw validationException(`Could not find requested job with name: ${input.TransformJobName}`);
  const request = JSON.parse(row.definition) as TransformRequest;
  return {
    ...request,
    TransformInput: { CompressionType: 'None', SplitType: 'None', ...request.TransformInput },
    TransformOutput: { AssembleWith: 'None', ...request.TransformOutput },
    TransformJobArn: row.arn,
    TransformJobStatus: row.status,
    ...present({ FailureReason: row.failure_reason ?? undefined }),
    CreationTime: epochSeconds(row.creation_time),
    ...present({
      TransformStartTime: row.start_time === null ? undefined : epochSeconds(row.start_time),
      TransformEndTime: row.end_time === null ? undefined : epochSeconds(row.end_time),
    }),
  };
}
