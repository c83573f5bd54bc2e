import { present } from '@catenary/scoring/internal/values';
import { arnOf, type Realm, realmOf } from '../../contract/arn.ts';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import type { Store } from '../../platform/store/store.ts';
import { doesCapture } from '../records/data-capture-config.ts';
import type { BaselineConfig, EndpointInput } from '../records/data-quality-request.ts';
import { endpointRecords } from '../records/endpoint-record.ts';
import {
  type MonitoringScheduleConfig,
  type MonitoringScheduleRecord,
  monitoringTypeOf,
} from '../records/monitoring-schedule-record.ts';
import { type NewProcessingJob, processingJobRecords } from '../records/processing-job-record.ts';
import type { BaselineFiles, CapturedFolders } from './execution-parts.ts';
import { executionRequest } from './execution-request.ts';
import { findMonitoringJob } from './find-monitoring-job.ts';
import { mergeRequest } from './merge-request.ts';
import { parseDuration } from './parse-duration.ts';
import { parseScheduleExpression, spanBefore } from './schedule-expression.ts';
import type { Span } from './span.ts';

/** The job of an execution. */
export interface PreparedExecution {
  readonly job: NewProcessingJob;
  /** Why it has failed before it began. */
  readonly failure?: string;
}

/** The job of an execution that is due at a time; undefined if what it would do does not exist any more. */
export async function prepareExecution(
  store: Store,
  schedule: MonitoringScheduleRecord,
  scheduledTime: number,
): Promise<PreparedExecution | undefined> {
  const { definition, name, arn, createdAt } = schedule;
  const realm = realmOf(arn);
  const job = await findMonitoringJob(store, realm, definition);
  const input = job?.input;
  if (job === undefined || input === undefined) return undefined;
  const captured = await findCaptured(store, qualify(realm, input.EndpointName));
  const parts = {
    schedule: { name: nameOf(name), arn, createdAt },
    scheduledTime,
    span: spanOf(definition, input, scheduledTime),
    job,
    captured: typeof captured === 'string' ? nothingCaptured(input) : captured,
    baseline: await findBaseline(store, realm, job.baseline),
  };
  const analysis = executionRequest(parts);
  const merge = mergeRequest(parts);
  const request = merge ?? analysis;
  const { ProcessingJobName: jobName } = request;
  const made = {
    name: qualify(realm, jobName),
    arn: arnOf(realm, 'processing-job', jobName),
    createdAt: scheduledTime,
    schedule: name,
    definition: {
      request,
      execution: executionOf(schedule, input, scheduledTime),
      ...present({ next: merge === undefined ? undefined : analysis }),
    },
  };
  return typeof captured === 'string' ? { job: made, failure: captured } : { job: made };
}

const nothingCaptured = ({ EndpointName: endpoint }: EndpointInput): CapturedFolders => ({
  destination: { bucket: '', key: '' },
  endpoint,
  variants: [],
});

function executionOf(
  { arn, definition }: MonitoringScheduleRecord,
  { EndpointName: endpoint }: EndpointInput,
  scheduledTime: number,
) {
  const { MonitoringJobDefinitionName: definitionName } = definition;
  const monitoringType = monitoringTypeOf(definition);
  return { scheduleArn: arn, scheduledTime, endpoint, monitoringType, ...present({ definitionName }) };
}

/** Which captured requests an execution looks at. */
function spanOf(config: MonitoringScheduleConfig, input: EndpointInput, due: number): Span {
  const {
    ScheduleExpression: text,
    DataAnalysisStartTime: start,
    DataAnalysisEndTime: end,
  } = config.ScheduleConfig ?? {};
  const expression = parseScheduleExpression(text);
  const span = expression?.kind === 'cron' ? spanBefore(expression.isDue, due) : { from: due, to: due };
  const at = (offset: string | undefined, otherwise: number) =>
    offset === undefined ? otherwise : due + (parseDuration(offset) ?? 0);
  return { from: at(start ?? input.StartTimeOffset, span.from), to: at(end ?? input.EndTimeOffset, span.to) };
}

/** Where requests of an endpoint are captured; the reason if none are. `endpoint`: its qualified name. */
export async function findCaptured(store: Store, endpoint: string): Promise<CapturedFolders | string> {
  const snapshot = (await endpointRecords.find(store, endpoint))?.active;
  const name = nameOf(endpoint);
  if (snapshot === undefined) return `The endpoint ${name} does not exist, or was never in service.`;
  const { dataCapture: capture, variants } = snapshot;
  const destination = doesCapture(capture) ? parseS3Uri(capture.DestinationS3Uri) : undefined;
  if (destination === undefined)
    return `The endpoint ${name} captures no data: give its configuration a DataCaptureConfig.`;
  return { destination, endpoint: name, variants: variants.map((variant) => variant.name) };
}

/** The files that a definition names, or those of the job that it names. */
async function findBaseline(store: Store, realm: Realm, config: BaselineConfig | undefined): Promise<BaselineFiles> {
  const constraints = config?.ConstraintsResource?.S3Uri;
  const statistics = config?.StatisticsResource?.S3Uri;
  const folder = await outputOfJob(store, realm, config?.BaseliningJobName);
  const file = (uri: string | undefined, name: string) =>
    uri ?? (folder === undefined ? undefined : `${folder}/${name}`);
  return present({
    constraints: file(constraints, 'constraints.json'),
    statistics: file(statistics, 'statistics.json'),
  });
}

async function outputOfJob(store: Store, realm: Realm, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const job = await processingJobRecords.find(store, qualify(realm, name));
  const [output] = job?.definition.request.ProcessingOutputConfig?.Outputs ?? [];
  return output?.S3Output?.S3Uri.replace(/\/$/, '');
}
