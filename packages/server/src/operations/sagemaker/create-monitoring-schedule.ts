import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import {
  type MonitoringScheduleConfig,
  monitoringScheduleRecords,
} from '../../serving/records/monitoring-schedule-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkScheduleConfig } from './check-schedule-config.ts';
import { insertTags } from './tags.ts';

export interface CreateMonitoringScheduleInput {
  readonly MonitoringScheduleName: string;
  readonly MonitoringScheduleConfig: MonitoringScheduleConfig;
  readonly Tags?: readonly Tag[];
}

export async function createMonitoringSchedule(
  {
    MonitoringScheduleName: schedule,
    MonitoringScheduleConfig: definition,
    Tags: tags = [],
  }: CreateMonitoringScheduleInput,
  context: OperationContext,
): Promise<object> {
  const due = await checkScheduleConfig(definition, context);
  const arn = arnOf(context.realm, 'monitoring-schedule', schedule);
  await context.store.transaction().execute(async (transaction) => {
    const record = { name: qualify(context.realm, schedule), arn, createdAt: context.now(), due, definition };
    if (!(await monitoringScheduleRecords.insert(transaction, record)))
      throw new ServiceError('ResourceInUse', `There is a monitoring schedule of this name already: ${arn}.`);
    await insertTags(transaction, arn, tags);
  });
  void context.monitoring.look();
  return { MonitoringScheduleArn: arn };
}
