import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findMonitoringSchedule } from './find-monitoring-schedule.ts';

/** The jobs that it made stay, as processing jobs. */
export async function deleteMonitoringSchedule(
  input: { readonly MonitoringScheduleName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name, arn } = await findMonitoringSchedule(input.MonitoringScheduleName, context);
  await context.store.transaction().execute(async (transaction) => {
    await monitoringScheduleRecords.remove(transaction, name);
    await processingJobRecords.forgetSchedule(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
