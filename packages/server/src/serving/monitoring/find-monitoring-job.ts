import type { Realm } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { type MonitoringScheduleConfig, monitoringTypeOf } from '../records/monitoring-schedule-record.ts';
import { dataQualityKind, type JobDefinitionKind, modelQualityKind } from './job-definition-kind.ts';
import { inlineJob, type MonitoringJob } from './monitoring-job.ts';

/** The job of a schedule: the definition in the schedule itself, or the one that it names; undefined if there is none of that name. */
export async function findMonitoringJob(
  store: Store,
  realm: Pick<Realm, 'region'>,
  config: MonitoringScheduleConfig,
): Promise<MonitoringJob | undefined> {
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name } = config;
  if (inline !== undefined) return inlineJob(inline);
  if (name === undefined) return undefined;
  const qualified = qualify(realm, name);
  return monitoringTypeOf(config) === 'ModelQuality'
    ? find(store, qualified, modelQualityKind)
    : find(store, qualified, dataQualityKind);
}

async function find<T>(store: Store, name: string, kind: JobDefinitionKind<T>): Promise<MonitoringJob | undefined> {
  const found = await kind.records.find(store, name);
  return found === undefined ? undefined : kind.jobOf(found.definition);
}
