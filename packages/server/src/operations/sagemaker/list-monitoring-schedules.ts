import { present } from '@catenary/scoring/internal/values';
import { rowsIn } from '../../contract/qualified-name.ts';
import { findMonitoringJob } from '../../serving/monitoring/find-monitoring-job.ts';
import {
  type MonitoringScheduleRecord,
  monitoringScheduleRecords,
  monitoringTypeOf,
} from '../../serving/records/monitoring-schedule-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

type Input = ListInput & {
  readonly EndpointName?: string;
  readonly MonitoringJobDefinitionName?: string;
  readonly MonitoringTypeEquals?: string;
};

export async function listMonitoringSchedules(input: Input, context: OperationContext): Promise<object> {
  const { EndpointName: endpoint, MonitoringJobDefinitionName: definition, MonitoringTypeEquals: type } = input;
  const found = rowsIn(context.realm, await monitoringScheduleRecords.list(context.store));
  const all = await Promise.all(found.map((row) => withEndpoint(row, context)));
  const wanted = all.filter(
    (row) =>
      (endpoint === undefined || row.endpoint === endpoint) &&
      (definition === undefined || row.definition.MonitoringJobDefinitionName === definition) &&
      (type === undefined || monitoringTypeOf(row.definition) === type),
  );
  const { rows, next } = listPage(wanted, input, 10);
  return {
    MonitoringScheduleSummaries: rows.map((row) => ({
      MonitoringScheduleName: row.name,
      MonitoringScheduleArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
      LastModifiedTime: epochSeconds(row.modifiedAt),
      MonitoringScheduleStatus: row.status,
      MonitoringType: monitoringTypeOf(row.definition),
      ...present({
        EndpointName: row.endpoint,
        MonitoringJobDefinitionName: row.definition.MonitoringJobDefinitionName,
      }),
    })),
    ...next,
  };
}

async function withEndpoint(
  row: MonitoringScheduleRecord,
  { store, realm }: OperationContext,
): Promise<MonitoringScheduleRecord & { readonly endpoint: string | undefined }> {
  const job = await findMonitoringJob(store, realm, row.definition);
  return { ...row, endpoint: job?.input?.EndpointName };
}
