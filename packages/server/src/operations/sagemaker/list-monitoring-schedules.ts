import { present } from '@catenary/scoring/internal/values';
import { qualify, rowsIn } from '../../contract/qualified-name.ts';
import { findMonitoringJob } from '../../serving/monitoring/find-monitoring-job.ts';
import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
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
      (type === undefined || (row.definition.MonitoringType ?? 'DataQuality') === type),
  );
  const { rows, next } = listPage(wanted, input, 10);
  return {
    MonitoringScheduleSummaries: rows.map((row) => ({
      MonitoringScheduleName: row.name,
      MonitoringScheduleArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
      LastModifiedTime: epochSeconds(row.modifiedAt),
      MonitoringScheduleStatus: row.status,
      MonitoringType: row.definition.MonitoringType ?? 'DataQuality',
      ...present({
        EndpointName: row.endpoint,
        MonitoringJobDefinitionName: row.definition.MonitoringJobDefinitionName,
      }),
    })),
    ...next,
  };
}

async function withEndpoint<Row extends { readonly definition: Parameters<typeof findMonitoringJob>[2] }>(
  row: Row,
  { store, realm }: OperationContext,
): Promise<Row & { readonly endpoint: string | undefined }> {
  const job = await findMonitoringJob(store, qualify(realm, ''), row.definition);
  return { ...row, endpoint: job?.DataQualityJobInput.EndpointInput?.EndpointName };
}
