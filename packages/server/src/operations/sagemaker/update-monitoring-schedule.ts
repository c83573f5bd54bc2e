import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkScheduleConfig } from './check-schedule-config.ts';
import type { CreateMonitoringScheduleInput } from './create-monitoring-schedule.ts';
import { findMonitoringSchedule } from './find-monitoring-schedule.ts';

/** A schedule that is stopped stays stopped. */
export async function updateMonitoringSchedule(
  input: CreateMonitoringScheduleInput,
  context: OperationContext,
): Promise<object> {
  const { name, arn, status } = await findMonitoringSchedule(input.MonitoringScheduleName, context);
  const { MonitoringScheduleConfig: definition } = input;
  const first = await checkScheduleConfig(definition, context);
  const due = status === 'Stopped' ? undefined : first;
  await monitoringScheduleRecords.change(context.store, name, { status, due, definition, modifiedAt: context.now() });
  void context.monitoring.look();
  return { MonitoringScheduleArn: arn };
}
