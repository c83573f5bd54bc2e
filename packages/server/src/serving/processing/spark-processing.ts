import { present } from '@catenary/scoring/internal/values';
import { regionOf } from '../../contract/qualified-name.ts';
import { parseImageName } from '../container/image-name.ts';
import { processingStream } from '../container-logs.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import { SubmissionError } from '../spark-jobs/fetch-files.ts';
import { readSubmitWords } from '../spark-jobs/read-submit-words.ts';
import type { SparkSubmission } from '../spark-jobs/spark-submission.ts';
import { processingData, processingTimeoutMs } from './processing-data.ts';

const repository = 'sagemaker-spark-processing';

/** The image that PySparkProcessor of the `sagemaker` SDK names. */
export const isSparkImage = (image: string): boolean => parseImageName(image).repository === repository;

const command = 'smspark-submit';

/** A processing job of that image as a submission. Throws `SubmissionError` for one that is not carried out here. */
export function sparkProcessing({ name, definition, startedAt = 0 }: ProcessingJob): SparkSubmission {
  const { request, accessKeyId } = definition;
  const { ImageUri: image, ContainerEntrypoint: entry = [], ContainerArguments: given = [] } = request.AppSpecification;
  if (entry[0] !== command)
    throw new SubmissionError(
      `AppSpecification.ContainerEntrypoint must begin with ${command}, as PySparkProcessor gives it.`,
    );
  if (request.NetworkConfig?.EnableNetworkIsolation === true)
    throw new SubmissionError('NetworkConfig.EnableNetworkIsolation is not offered for jobs of Spark.');
  const asked = readSubmitWords([...entry.slice(1), ...given]);
  const stream = processingStream(name, startedAt);
  const version = /^\d+\.\d+/.exec(parseImageName(image).tag)?.[0];
  return {
    ...asked,
    environment: request.Environment ?? {},
    data: processingData(request),
    timeoutMs: processingTimeoutMs(request),
    region: regionOf(name),
    ...present({
      accessKeyId,
      wanted: version === undefined ? undefined : { release: `${repository}:${version}`, version },
    }),
    output: stream,
    errors: stream,
  };
}

type ProcessingJob = Pick<ProcessingJobRecord, 'name' | 'definition' | 'startedAt'>;
