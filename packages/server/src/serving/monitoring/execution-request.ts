import { createHash } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import { capturePath } from '../capture/capture-key.ts';
import { hourPath } from '../capture/hour-path.ts';
import type { DataQualityJob } from '../records/data-quality-request.ts';
import type { ProcessingInput, ProcessingRequest } from '../records/processing-request.ts';
import { hoursOf, type Span } from './span.ts';

/** What one execution of a schedule is made of. */
export interface ExecutionParts {
  readonly schedule: { readonly name: string; readonly arn: string; readonly createdAt: number };
  /** When it was due, milliseconds since 1970. */
  readonly scheduledTime: number;
  readonly span: Span;
  readonly job: DataQualityJob;
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

/** The processing job of an execution, with the names, folders and variables of the service's (developer guide, "Container Contract Inputs"). */
export function executionRequest(parts: ExecutionParts): ProcessingRequest {
  const { schedule, scheduledTime, job, captured } = parts;
  const { DataQualityAppSpecification: specification, DataQualityJobOutputConfig: outputs, StoppingCondition } = job;
  return {
    ...sharedMembers(job),
    ProcessingJobName: executionName(schedule, scheduledTime),
    AppSpecification: { ImageUri: specification.ImageUri },
    ProcessingInputs: [...capturedInputs(parts), ...baselineInputs(parts.baseline)],
    ProcessingOutputConfig: {
      Outputs: outputs.MonitoringOutputs.map(({ S3Output: { S3Uri: uri, LocalPath } }) => ({
        OutputName: 'monitoring_output',
        S3Output: { S3Uri: outputOf(uri, captured.endpoint, parts), LocalPath, S3UploadMode: 'Continuous' },
      })),
    },
    Environment: environmentOf(parts),
    StoppingCondition: StoppingCondition ?? { MaxRuntimeInSeconds: 3600 },
  };
}

/** `model-monitoring-202601310500-` and a part that no other schedule's job of that time has. */
function executionName({ arn, createdAt }: ExecutionParts['schedule'], time: number): string {
  const minute = new Date(time).toISOString().slice(0, 16).replaceAll(/[-:T]/g, '');
  const hash = createHash('sha256').update(`${arn} ${createdAt} ${time}`).digest('hex').slice(0, 24);
  return `model-monitoring-${minute}-${hash}`;
}

/** What the definition says of machines, roles and networks is given back with the job. */
function sharedMembers({ JobResources, RoleArn, NetworkConfig }: DataQualityJob): object {
  return present({ ProcessingResources: JobResources, RoleArn, NetworkConfig });
}

/** A folder for each hour of each variant. */
function capturedInputs({ captured, span, job }: ExecutionParts): ProcessingInput[] {
  const { destination, endpoint, variants } = captured;
  const local = job.DataQualityJobInput.EndpointInput?.LocalPath ?? '';
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
  const { EndpointInput: input } = job.DataQualityJobInput;
  const [output] = job.DataQualityJobOutputConfig.MonitoringOutputs;
  const file = (uri: string | undefined, folder: string) =>
    uri === undefined ? undefined : `${root}/baseline/${folder}/${uri.split('/').at(-1) ?? ''}`;
  return {
    publish_cloudwatch_metrics: 'Enabled',
    ...job.DataQualityAppSpecification.Environment,
    dataset_format: '{"sagemakerCaptureJson":{"captureIndexNames":["endpointInput","endpointOutput"]}}',
    dataset_source: input?.LocalPath ?? '',
    output_path: output?.S3Output.LocalPath ?? '',
    start_time: isoSeconds(span.from),
    // Times of captured requests are whole seconds: the last second counts in full.
    end_time: isoSeconds(Math.ceil(span.to / 1000) * 1000),
    sagemaker_endpoint_name: captured.endpoint,
    sagemaker_monitoring_schedule_name: schedule.name,
    ...present({
      baseline_constraints: file(baseline.constraints, 'constraints'),
      baseline_statistics: file(baseline.statistics, 'stats'),
    }),
  };
}

/** `<S3Uri>/<endpoint>/<schedule>/yyyy/mm/dd/hh`, by the hour that it was due. */
function outputOf(uri: string, endpoint: string, { schedule, scheduledTime }: ExecutionParts): string {
  return `${uri.replace(/\/$/, '')}/${endpoint}/${schedule.name}/${hourPath(scheduledTime)}`;
}

const isoSeconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
