import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import { executionStatus, type ProcessingJobRecord } from '../../serving/records/processing-job-record.ts';
import { epochSeconds } from './epoch-seconds.ts';

/** What lists and descriptions say of a job that a schedule made. */
export function executionSummary(job: ProcessingJobRecord): object {
  const { execution } = job.definition;
  return {
    MonitoringScheduleName: nameOf(job.schedule ?? ''),
    ScheduledTime: epochSeconds(execution?.scheduledTime ?? job.createdAt),
    CreationTime: epochSeconds(job.createdAt),
    LastModifiedTime: epochSeconds(job.modifiedAt),
    MonitoringExecutionStatus: executionStatus(job),
    ProcessingJobArn: job.arn,
    ...present({
      EndpointName: execution?.endpoint,
      FailureReason: job.failureReason,
      MonitoringJobDefinitionName: execution?.definitionName,
      MonitoringType: execution?.monitoringType,
    }),
  };
}
