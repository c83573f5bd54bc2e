import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import { findMonitoringJob } from '../../serving/monitoring/find-monitoring-job.ts';
import { monitoringTypeOf } from '../../serving/records/monitoring-schedule-record.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { executionSummary } from './execution-summary.ts';
import { findMonitoringSchedule } from './find-monitoring-schedule.ts';

export async function describeMonitoringSchedule(
  input: { readonly MonitoringScheduleName: string },
  context: OperationContext,
): Promise<object> {
  const { store, realm } = context;
  const record = await findMonitoringSchedule(input.MonitoringScheduleName, context);
  const last = await processingJobRecords.lastExecution(store, record.name);
  const job = await findMonitoringJob(store, realm, record.definition);
  const endpoint = job?.input?.EndpointName;
  return {
    MonitoringScheduleArn: record.arn,
    MonitoringScheduleName: nameOf(record.name),
    MonitoringScheduleStatus: record.status,
    MonitoringType: monitoringTypeOf(record.definition),
    CreationTime: epochSeconds(record.createdAt),
    LastModifiedTime: epochSeconds(record.modifiedAt),
    MonitoringScheduleConfig: record.definition,
    ...present({
      EndpointName: endpoint,
      LastMonitoringExecutionSummary: last === undefined ? undefined : executionSummary(last),
    }),
  };
}
