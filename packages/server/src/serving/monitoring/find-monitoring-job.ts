import type { Realm } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { dataQualityDefinitionRecords } from '../records/data-quality-definition-record.ts';
import type { DataQualityJob } from '../records/data-quality-request.ts';
import type { MonitoringScheduleConfig } from '../records/monitoring-schedule-record.ts';
import { monitoringJobOf } from './monitoring-job.ts';

/** The job of a schedule: the definition in the schedule itself, or the one that it names; undefined if there is none of that name. */
export async function findMonitoringJob(
  store: Store,
  realm: Pick<Realm, 'region'>,
  { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name }: MonitoringScheduleConfig,
): Promise<DataQualityJob | undefined> {
  if (inline !== undefined) return monitoringJobOf(inline);
  if (name === undefined) return undefined;
  return (await dataQualityDefinitionRecords.find(store, qualify(realm, name)))?.definition;
}
