import { validationException } from '../../contract/service-error.ts';
import { isMonitorImage } from '../../serving/monitoring/analysis-plan.ts';
import { parseDuration } from '../../serving/monitoring/parse-duration.ts';
import type { DataQualityJob, EndpointInput } from '../../serving/records/data-quality-request.ts';

/** Throws ValidationException for a job that this server cannot do; returns its input. */
export function checkMonitoringJob(job: DataQualityJob): EndpointInput {
  const { ImageUri: image } = job.DataQualityAppSpecification;
  if (!isMonitorImage(image))
    throw validationException(
      `Schedules run the image of Model Monitor alone, sagemaker-model-monitor-analyzer: ImageUri is ${image}.`,
    );
  const { EndpointInput: input } = job.DataQualityJobInput;
  if (input === undefined) throw validationException('The input of the job must have an EndpointInput.');
  for (const name of ['StartTimeOffset', 'EndTimeOffset'] as const) {
    const text = input[name];
    if (text !== undefined && parseDuration(text) === undefined)
      throw validationException(`EndpointInput.${name} must be a duration of ISO 8601 such as -PT1H; it is ${text}.`);
  }
  return input;
}
