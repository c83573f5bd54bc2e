import { regionOf } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { dataQualityDefinitionRecords } from '../../serving/records/data-quality-definition-record.ts';
import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findDataQualityJobDefinition } from './find-data-quality-job-definition.ts';

/** Refuses to delete a definition that a schedule uses. */
export async function deleteDataQualityJobDefinition(
  input: { readonly JobDefinitionName: string },
  context: OperationContext,
): Promise<undefined> {
  const { name, arn } = await findDataQualityJobDefinition(input.JobDefinitionName, context);
  await context.store.transaction().execute(async (transaction) => {
    const schedules = await monitoringScheduleRecords.list(transaction);
    const user = schedules.find(
      (schedule) =>
        regionOf(schedule.name) === regionOf(name) &&
        schedule.definition.MonitoringJobDefinitionName === input.JobDefinitionName,
    );
    if (user !== undefined)
      throw new ServiceError('ResourceInUse', `The monitoring schedule ${user.arn} uses ${arn}: delete that first.`);
    await dataQualityDefinitionRecords.remove(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
