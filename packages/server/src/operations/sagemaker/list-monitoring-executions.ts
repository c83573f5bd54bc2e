import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import {
  executionStatus,
  type ProcessingJobRecord,
  processingJobRecords,
} from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { executionSummary } from './execution-summary.ts';
import { type ListInput, listPage } from './list-page.ts';

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
export async function listMonitoringExecutions(input: Input, { store, realm }: OperationContext): Promise<object> {
  const isAny = filters.every((filter) => input[filter] === undefined);
  const { rows, next } = await listPage(input, {
    read: async (listing) =>
      (await processingJobRecords.executions(store, scheduleOf(input, realm), listing)).map(asListed),
    ...present({ isWanted: isAny ? undefined : ({ job }: Row) => isWanted(job, input) }),
    realm,
    defaultMaxResults: 10,
  });
  return { MonitoringExecutionSummaries: rows.map(({ job }) => executionSummary(job)), ...next };
}

/** With the status that executions are sorted by. */
const asListed = (job: ProcessingJobRecord) => ({ ...job, job, status: executionStatus(job) });

type Row = ReturnType<typeof asListed>;

const scheduleOf = ({ MonitoringScheduleName: name }: Input, realm: OperationContext['realm']) =>
  name === undefined ? undefined : qualify(realm, name);

/** What only the job itself says. */
const filters = [
  'EndpointName',
  'MonitoringJobDefinitionName',
  'MonitoringTypeEquals',
  'ScheduledTimeBefore',
  'ScheduledTimeAfter',
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
