import { regionOf } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { JobDefinitionKind } from '../../serving/monitoring/job-definition-kind.ts';
import { monitoringScheduleRecords, monitoringTypeOf } from '../../serving/records/monitoring-schedule-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findJobDefinition } from './find-job-definition.ts';

/** Refuses to delete a definition that a schedule uses. */
export async function deleteJobDefinition<T>(
  kind: JobDefinitionKind<T>,
  definitionName: string,
  context: OperationContext,
): Promise<undefined> {
  const { name, arn } = await findJobDefinition(kind, definitionName, context);
  await context.store.transaction().execute(async (transaction) => {
    const schedules = await monitoringScheduleRecords.list(transaction);
    const user = schedules.find(
      (schedule) =>
        regionOf(schedule.name) === regionOf(name) &&
        monitoringTypeOf(schedule.definition) === kind.type &&
        schedule.definition.MonitoringJobDefinitionName === definitionName,
    );
    if (user !== undefined)
      throw new ServiceError('ResourceInUse', `The monitoring schedule ${user.arn} uses ${arn}: delete that first.`);
    await kind.records.remove(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
