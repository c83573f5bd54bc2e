import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';

export async function describeProcessingJob(
  input: { readonly ProcessingJobName: string },
  context: OperationContext,
): Promise<object> {
  const record = await processingJobRecords.find(context.store, qualify(context.realm, input.ProcessingJobName));
  if (record === undefined)
    throw validationException(`Could not find requested job with name: ${input.ProcessingJobName}`);
  const { definition, startedAt, endedAt, failureReason, exitMessage } = record;
  return {
    ...definition.request,
    ProcessingJobArn: record.arn,
    ProcessingJobStatus: record.status,
    CreationTime: epochSeconds(record.createdAt),
    LastModifiedTime: epochSeconds(record.modifiedAt),
    ...present({
      ExitMessage: exitMessage,
      FailureReason: failureReason,
      ProcessingStartTime: startedAt === undefined ? undefined : epochSeconds(startedAt),
      ProcessingEndTime: endedAt === undefined ? undefined : epochSeconds(endedAt),
      MonitoringScheduleArn: definition.execution?.scheduleArn,
    }),
  };
}
