import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { ProcessingJobRecord } from '../../serving/records/processing-job-record.ts';
import { epochSeconds } from './epoch-seconds.ts';

/** The status of an execution: its job is Completed with or without violations. */
export function executionStatus({ status, exitMessage }: ProcessingJobRecord): string {
  return exitMessage?.startsWith('CompletedWithViolations') === true ? 'CompletedWithViolations' : status;
}

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
