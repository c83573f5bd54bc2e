import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import {
  type MonitoringScheduleRecord,
  monitoringScheduleRecords,
} from '../../serving/records/monitoring-schedule-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { resourceNotFound } from './resource-not-found.ts';

export async function findMonitoringSchedule(
  name: string,
  context: OperationContext,
): Promise<MonitoringScheduleRecord> {
  const found = await monitoringScheduleRecords.find(context.store, qualify(context.realm, name));
  return found ?? resourceNotFound(`monitoring schedule "${arnOf(context.realm, 'monitoring-schedule', name)}"`);
}
