import { present } from '@catenary/scoring/internal/values';
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
  const { store, realm } = context;
  const { EndpointName: endpoint, MonitoringJobDefinitionName: definition, MonitoringTypeEquals: type } = input;
  const isAny = endpoint === undefined && definition === undefined && type === undefined;
  const isAsked = (row: ScheduleRow) =>
    (endpoint === undefined || row.endpoint === endpoint) &&
    (definition === undefined || row.definition.MonitoringJobDefinitionName === definition) &&
    (type === undefined || monitoringTypeOf(row.definition) === type);
  const { rows, next } = await listPage(input, {
    read: async (listing) =>
      Promise.all((await monitoringScheduleRecords.list(store, listing)).map((row) => withEndpoint(row, context))),
    ...present({ isWanted: isAny ? undefined : isAsked }),
    realm,
    defaultMaxResults: 10,
  });
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

type ScheduleRow = MonitoringScheduleRecord & { readonly endpoint: string | undefined };

async function withEndpoint(row: MonitoringScheduleRecord, { store, realm }: OperationContext): Promise<ScheduleRow> {
  const job = await findMonitoringJob(store, realm, row.definition);
  return { ...row, endpoint: job?.input?.EndpointName };
}
