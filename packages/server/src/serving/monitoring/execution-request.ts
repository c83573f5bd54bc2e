import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import type { ProcessingInput, ProcessingRequest } from '../records/processing-request.ts';
import {
  type BaselineFiles,
  capturedInputs,
  type ExecutionParts,
  executionName,
  mergedFolder,
  outputOf,
  processingRoot,
  s3Prefix,
} from './execution-parts.ts';
import type { MonitoringJob } from './monitoring-job.ts';

/**
 * The processing job that analyses, of an execution, with the names, folders and variables of the service's (developer guide,
 * "Container Contract Inputs").
 */
export function executionRequest(parts: ExecutionParts): ProcessingRequest {
  const { schedule, scheduledTime, job, captured } = parts;
  const isQuality = job.quality !== undefined;
  return {
    ...job.surroundings,
    ProcessingJobName: executionName(
      isQuality ? 'model-quality-monitoring' : 'model-monitoring',
      schedule,
      scheduledTime,
    ),
    AppSpecification: { ImageUri: job.image },
    ProcessingInputs: [...analysedInputs(parts), ...baselineInputs(parts.baseline)],
    ProcessingOutputConfig: {
      Outputs: job.outputs.map(({ S3Output: { S3Uri: uri, LocalPath } }) => ({
        OutputName: 'result',
        S3Output: { S3Uri: outputOf(uri, captured.endpoint, parts), LocalPath, S3UploadMode: 'Continuous' },
      })),
    },
    Environment: environmentOf(parts),
    StoppingCondition: job.stoppingCondition ?? { MaxRuntimeInSeconds: 3600 },
  };
}

/** What was captured, or, where the quality of a model is analysed, what was made of it by merging. */
function analysedInputs(parts: ExecutionParts): ProcessingInput[] {
  const { captured, job } = parts;
  const uri = job.quality === undefined ? undefined : job.outputs[0]?.S3Output.S3Uri;
  const merged = uri === undefined ? undefined : parseS3Uri(mergedFolder(uri));
  return capturedInputs(parts, merged ?? captured.destination);
}

function baselineInputs({ constraints, statistics }: BaselineFiles): ProcessingInput[] {
  const input = (InputName: string, uri: string | undefined, folder: string) =>
    uri === undefined
      ? []
      : [{ InputName, S3Input: { ...s3Prefix, S3Uri: uri, LocalPath: `${processingRoot}/baseline/${folder}` } }];
  return [...input('baseline', statistics, 'stats'), ...input('constraints', constraints, 'constraints')];
}

function environmentOf({ schedule, span, job, captured, baseline }: ExecutionParts): Record<string, string> {
  const { input } = job;
  const [output] = job.outputs;
  const file = (uri: string | undefined, folder: string) =>
    uri === undefined ? undefined : `${processingRoot}/baseline/${folder}/${uri.split('/').at(-1) ?? ''}`;
  return {
    publish_cloudwatch_metrics: 'Enabled',
    ...job.environment,
    dataset_format: formatOf(job),
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

const formatOf = ({ quality }: MonitoringJob) =>
  quality === undefined
    ? '{"sagemakerCaptureJson":{"captureIndexNames":["endpointInput","endpointOutput"]}}'
    : '{"sagemakerMergeJson":{"captureIndexNames":["endpointOutput"]}}';

function qualityVariables({ quality, input }: MonitoringJob): Record<string, string> {
  if (quality === undefined) return {};
  return {
    analysis_type: 'MODEL_QUALITY',
    ...present({
      problem_type: quality.problemType,
      inference_attribute: input?.InferenceAttribute,
      probability_attribute: input?.ProbabilityAttribute,
      probability_threshold_attribute: input?.ProbabilityThresholdAttribute?.toString(),
    }),
  };
}

const isoSeconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
