import { createHash } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import { capturePath } from '../capture/capture-key.ts';
import { hourPath } from '../capture/hour-path.ts';
import type { ProcessingInput, ProcessingRequest } from '../records/processing-request.ts';
import type { MonitoringJob } from './monitoring-job.ts';
import { hoursOf, type Span } from './span.ts';

/** What one execution of a schedule is made of. */
export interface ExecutionParts {
  readonly schedule: { readonly name: string; readonly arn: string; readonly createdAt: number };
  /** When it was due, milliseconds since 1970. */
  readonly scheduledTime: number;
  readonly span: Span;
  readonly job: MonitoringJob;
  readonly captured: CapturedFolders;
  readonly baseline: BaselineFiles;
}

/** Where the requests of an endpoint are captured. */
export interface CapturedFolders {
  readonly destination: S3Uri;
  readonly endpoint: string;
  readonly variants: readonly string[];
}

/** The addresses of the files of a baseline, as far as there are some. */
export interface BaselineFiles {
  readonly constraints?: string;
  readonly statistics?: string;
}

const root = '/opt/ml/processing';
const groundTruthRoot = `${root}/groundtruth`;

/** The processing job of an execution, with the names, folders and variables of the service's (developer guide, "Container Contract Inputs"). */
export function executionRequest(parts: ExecutionParts): ProcessingRequest {
  const { schedule, scheduledTime, job, captured } = parts;
  return {
    ...job.surroundings,
    ProcessingJobName: executionName(schedule, scheduledTime),
    AppSpecification: { ImageUri: job.image },
    ProcessingInputs: [...capturedInputs(parts), ...groundTruthInputs(parts), ...baselineInputs(parts.baseline)],
    ProcessingOutputConfig: {
      Outputs: job.outputs.map(({ S3Output: { S3Uri: uri, LocalPath } }) => ({
        OutputName: 'monitoring_output',
        S3Output: { S3Uri: outputOf(uri, captured.endpoint, parts), LocalPath, S3UploadMode: 'Continuous' },
      })),
    },
    Environment: environmentOf(parts),
    StoppingCondition: job.stoppingCondition ?? { MaxRuntimeInSeconds: 3600 },
  };
}

/** `model-monitoring-202601310500-` and a part that no other schedule's job of that time has. */
function executionName({ arn, createdAt }: ExecutionParts['schedule'], time: number): string {
  const minute = new Date(time).toISOString().slice(0, 16).replaceAll(/[-:T]/g, '');
  const hash = createHash('sha256').update(`${arn} ${createdAt} ${time}`).digest('hex').slice(0, 24);
  return `model-monitoring-${minute}-${hash}`;
}

/** A folder for each hour of each variant. */
function capturedInputs({ captured, span, job }: ExecutionParts): ProcessingInput[] {
  const { destination, endpoint, variants } = captured;
  const local = job.input?.LocalPath ?? '';
  const folders = variants.flatMap((variant) => hoursOf(span).map((hour) => capturePath({ endpoint, variant }, hour)));
  return folders.map((folder, at) => ({
    InputName: `endpoint_input_${at + 1}`,
    S3Input: {
      ...s3Prefix,
      S3Uri: uriOf(placeBelow(destination, folder)),
      LocalPath: `${local}/${folder}`,
    },
  }));
}

/** A folder for each hour, from the first of the captured requests until the job begins: labels come later than the requests that they are of. */
function groundTruthInputs({ job, span, scheduledTime }: ExecutionParts): ProcessingInput[] {
  if (job.quality === undefined) return [];
  const folder = job.quality.groundTruth.replace(/\/$/, '');
  return hoursOf({ from: span.from, to: Math.max(span.to, scheduledTime) + 1 }).map((hour, at) => ({
    InputName: `ground_truth_input_${at + 1}`,
    S3Input: { ...s3Prefix, S3Uri: `${folder}/${hourPath(hour)}`, LocalPath: `${groundTruthRoot}/${hourPath(hour)}` },
  }));
}

const s3Prefix = {
  S3DataType: 'S3Prefix',
  S3InputMode: 'File',
  S3DataDistributionType: 'FullyReplicated',
  S3CompressionType: 'None',
};

function baselineInputs({ constraints, statistics }: BaselineFiles): ProcessingInput[] {
  const input = (InputName: string, uri: string | undefined, folder: string) =>
    uri === undefined
      ? []
      : [{ InputName, S3Input: { ...s3Prefix, S3Uri: uri, LocalPath: `${root}/baseline/${folder}` } }];
  return [...input('baseline', statistics, 'stats'), ...input('constraints', constraints, 'constraints')];
}

function environmentOf({ schedule, span, job, captured, baseline }: ExecutionParts): Record<string, string> {
  const { input } = job;
  const [output] = job.outputs;
  const file = (uri: string | undefined, folder: string) =>
    uri === undefined ? undefined : `${root}/baseline/${folder}/${uri.split('/').at(-1) ?? ''}`;
  return {
    publish_cloudwatch_metrics: 'Enabled',
    ...job.environment,
    dataset_format: '{"sagemakerCaptureJson":{"captureIndexNames":["endpointInput","endpointOutput"]}}',
    dataset_source: input?.LocalPath ?? '',
    output_path: output?.S3Output.LocalPath ?? '',
    start_time: isoSeconds(span.from),
    // Times of captured requests are whole seconds: the last second counts in full.
    end_time: isoSeconds(Math.ceil(span.to / 1000) * 1000),
    sagemaker_endpoint_name: captured.endpoint,
    sagemaker_monitoring_schedule_name: schedule.name,
    ...qualityVariables(job),
    ...present({
      baseline_constraints: file(baseline.constraints, 'constraints'),
      baseline_statistics: file(baseline.statistics, 'stats'),
    }),
  };
}

function qualityVariables({ quality, input }: MonitoringJob): Record<string, string> {
  if (quality === undefined) return {};
  return {
    analysis_type: 'MODEL_QUALITY',
    ground_truth_source: groundTruthRoot,
    ...present({
      problem_type: quality.problemType,
      inference_attribute: input?.InferenceAttribute,
      probability_attribute: input?.ProbabilityAttribute,
      probability_threshold_attribute: input?.ProbabilityThresholdAttribute?.toString(),
    }),
  };
}

/** `<S3Uri>/<endpoint>/<schedule>/yyyy/mm/dd/hh`, by the hour that it was due. */
function outputOf(uri: string, endpoint: string, { schedule, scheduledTime }: ExecutionParts): string {
  return `${uri.replace(/\/$/, '')}/${endpoint}/${schedule.name}/${hourPath(scheduledTime)}`;
}

const isoSeconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
