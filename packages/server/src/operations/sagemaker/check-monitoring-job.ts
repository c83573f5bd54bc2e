import { parseS3Uri } from '../../contract/s3-uri.ts';
import { validationException } from '../../contract/service-error.ts';
import { isAnalyzerImage } from '../../serving/monitoring/monitor-images.ts';
import { MonitoringError } from '../../serving/monitoring/monitoring-error.ts';
import type { MonitoringJob } from '../../serving/monitoring/monitoring-job.ts';
import { parseDuration } from '../../serving/monitoring/parse-duration.ts';
import { attributesOf } from '../../serving/monitoring/quality/quality-plan.ts';
import type { EndpointInput } from '../../serving/records/data-quality-request.ts';

/** Throws ValidationException for a job that this server cannot do; returns its input. */
export function checkMonitoringJob(job: MonitoringJob): EndpointInput {
  const { image, input } = job;
  if (!isAnalyzerImage(image))
    throw validationException(
      `Schedules run the image of Model Monitor alone, sagemaker-model-monitor-analyzer: ImageUri is ${image}.`,
    );
  if (input === undefined) throw validationException('The input of the job must have an EndpointInput.');
  for (const name of ['StartTimeOffset', 'EndTimeOffset'] as const) {
    const text = input[name];
    if (text !== undefined && parseDuration(text) === undefined)
      throw validationException(`EndpointInput.${name} must be a duration of ISO 8601 such as -PT1H; it is ${text}.`);
  }
  checkQuality(job, input);
  return input;
}

function checkQuality({ quality }: MonitoringJob, input: EndpointInput): void {
  if (quality === undefined) return;
  const { problemType, groundTruth } = quality;
  if (parseS3Uri(groundTruth) === undefined)
    throw validationException(
      `ModelQualityJobInput.GroundTruthS3Input.S3Uri must be an address that begins with s3://; it is "${groundTruth}".`,
    );
  try {
    attributesOf({
      problemType,
      inference: input.InferenceAttribute,
      probability: input.ProbabilityAttribute,
      threshold: input.ProbabilityThresholdAttribute?.toString(),
    });
  } catch (error) {
    throw error instanceof MonitoringError ? validationException(error.message) : error;
  }
}
