import { qualify, rowsIn } from '../../contract/qualified-name.ts';
import { type ProcessingJobRecord, processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { executionStatus, executionSummary } from './execution-summary.ts';
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
  const { MonitoringScheduleName: schedule } = input;
  const found = await processingJobRecords.executions(
    store,
    schedule === undefined ? undefined : qualify(realm, schedule),
  );
  const listed = rowsIn(realm, found)
    .filter((job) => isWanted(job, input))
    .map((job) => ({ ...job, job, status: executionStatus(job), ...scheduled(job) }));
  const { rows, next } = listPage(listed, input, 10);
  return { MonitoringExecutionSummaries: rows.map(({ job }) => executionSummary(job)), ...next };
}

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
