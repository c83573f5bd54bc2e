import { present } from '@catenary/scoring/internal/values';
import { qualify, rowsIn } from '../../contract/qualified-name.ts';
import { type ProcessingJobRecord, processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { executionStatus, executionSummary } from './execution-summary.ts';
import { type ListInput, type ListPage, listPage } from './list-page.ts';

type Input = ListInput & {
  readonly MonitoringScheduleName?: string;
  readonly EndpointName?: string;
  readonly MonitoringJobDefinitionName?: string;
  readonly MonitoringTypeEquals?: string;
  /** Seconds since 1970, as the next. */
  readonly ScheduledTimeBefore?: number;
  readonly ScheduledTimeAfter?: number;
};

/** The jobs that schedules made, the newest first unless the caller wishes otherwise. */
export async function listMonitoringExecutions(input: Input, context: OperationContext): Promise<object> {
  const isByTime = (input.SortBy ?? 'CreationTime') === 'CreationTime';
  const { rows, next } = await (isByTime ? pageByTime : pageByOther)(input, context);
  return { MonitoringExecutionSummaries: rows.map(({ job }) => executionSummary(job)), ...next };
}

type Row = ProcessingJobRecord & { readonly job: ProcessingJobRecord };

function pageByTime(input: Input, { store, realm }: OperationContext): Promise<ListPage<Row>> {
  const { StatusEquals: status, ...asked } = input;
  const isAny = filters.every((filter) => input[filter] === undefined);
  const isAsked = ({ job }: Row) => isWanted(job, input) && (status === undefined || executionStatus(job) === status);
  return listPage(asked, {
    read: async (listing) =>
      (await processingJobRecords.executions(store, scheduleOf(input, realm), listing)).map((job) => ({ ...job, job })),
    ...present({ isWanted: isAny ? undefined : isAsked }),
    realm,
    defaultMaxResults: 10,
  });
}

/** By what the store does not sort by: the time that a job was due, and its status as an execution. */
async function pageByOther(
  input: Input,
  { store, realm }: OperationContext,
): Promise<ListPage<{ job: ProcessingJobRecord }>> {
  const found = await processingJobRecords.executions(store, scheduleOf(input, realm));
  const listed = rowsIn(realm, found)
    .filter((job) => isWanted(job, input))
    .map((job) => ({ ...job, job, status: executionStatus(job), ...scheduled(job) }));
  const { pageOfRows } = await import('./page-of-rows.ts');
  return pageOfRows(listed, input, 10);
}

const scheduleOf = ({ MonitoringScheduleName: name }: Input, realm: OperationContext['realm']) =>
  name === undefined ? undefined : qualify(realm, name);

/** What only the job itself says. */
const filters = [
  'EndpointName',
  'MonitoringJobDefinitionName',
  'MonitoringTypeEquals',
  'ScheduledTimeBefore',
  'ScheduledTimeAfter',
  'StatusEquals',
] as const satisfies readonly (keyof Input)[];

function isWanted({ definition: { execution } }: ProcessingJobRecord, input: Input): boolean {
  const { EndpointName: endpoint, MonitoringJobDefinitionName: definition, MonitoringTypeEquals: type } = input;
  const { ScheduledTimeBefore: before = Infinity, ScheduledTimeAfter: after = -Infinity } = input;
  return (
    execution !== undefined &&
    (endpoint === undefined || execution.endpoint === endpoint) &&
    (definition === undefined || execution.definitionName === definition) &&
    (type === undefined || execution.monitoringType === type) &&
    execution.scheduledTime < before * 1000 &&
    execution.scheduledTime >= after * 1000
  );
}

const scheduled = ({ definition: { execution } }: ProcessingJobRecord) =>
  execution === undefined ? {} : { scheduledAt: execution.scheduledTime };
