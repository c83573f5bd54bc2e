import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findMonitoringSchedule } from './find-monitoring-schedule.ts';

/** An execution that is under way goes on. */
export async function stopMonitoringSchedule(
  input: { readonly MonitoringScheduleName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name } = await findMonitoringSchedule(input.MonitoringScheduleName, context);
  const change = { status: 'Stopped', due: undefined, modifiedAt: context.now() } as const;
  await monitoringScheduleRecords.change(context.store, name, change);
}
