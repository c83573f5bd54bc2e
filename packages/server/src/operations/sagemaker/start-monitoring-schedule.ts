import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { firstDue } from './check-schedule-config.ts';
import { findMonitoringSchedule } from './find-monitoring-schedule.ts';

/** A schedule that was stopped is due again; any other stays as it is. */
export async function startMonitoringSchedule(
  input: { readonly MonitoringScheduleName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name, status, definition } = await findMonitoringSchedule(input.MonitoringScheduleName, context);
  if (status !== 'Stopped') return;
  const now = context.now();
  const due = firstDue(definition, now);
  await monitoringScheduleRecords.change(context.store, name, { status: 'Scheduled', due, modifiedAt: now });
  void context.monitoring.look();
}
