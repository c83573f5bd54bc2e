import { present } from '@catenary/scoring/internal/values';
import { regionOf } from '../../contract/qualified-name.ts';
import { parseImageName } from '../container/image-name.ts';
import { processingStream } from '../container-logs.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import type { ProcessingRequest } from '../records/processing-request.ts';
import { SubmissionError } from '../spark-jobs/fetch-files.ts';
import { readSubmitWords } from '../spark-jobs/read-submit-words.ts';
import type { DataFolder, RunData } from '../spark-jobs/run-data.ts';
import type { SparkSubmission } from '../spark-jobs/spark-submission.ts';

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
  const asked = readSubmitWords([...entry.slice(1), ...given]);
  const stream = processingStream(name, startedAt);
  const version = /^\d+\.\d+/.exec(parseImageName(image).tag)?.[0];
  return {
    ...asked,
    environment: request.Environment ?? {},
    data: dataOf(request),
    timeoutMs: (request.StoppingCondition?.MaxRuntimeInSeconds ?? defaultSeconds) * 1000,
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

/** A day, as the service's. */
const defaultSeconds = 86_400;

function dataOf({ ProcessingInputs: inputs = [], ProcessingOutputConfig: config }: ProcessingRequest): RunData {
  return {
    inputs: inputs.flatMap(({ InputName, S3Input: input }) => {
      if (input === undefined) throw new SubmissionError(`The input ${InputName} needs S3Input.`);
      if (input.S3DataType !== 'S3Prefix')
        throw new SubmissionError(`The input ${InputName}: S3DataType must be S3Prefix, not ${input.S3DataType}.`);
      return [folderOf(InputName, input)];
    }),
    outputs: (config?.Outputs ?? []).map(({ OutputName, S3Output: output }) => {
      if (output === undefined) throw new SubmissionError(`The output ${OutputName} needs S3Output.`);
      return folderOf(OutputName, output);
    }),
  };
}

const root = '/opt/ml/';

function folderOf(
  name: string,
  { S3Uri: uri, LocalPath: path = '' }: { S3Uri: string; LocalPath?: string },
): DataFolder {
  const parts = path.split('/').filter((part) => part !== '');
  if (!path.startsWith(`${root}processing`) || parts.includes('..'))
    throw new SubmissionError(`${name}: LocalPath must be below ${root}processing: it is ${path}.`);
  return { name, uri, path: path.slice(root.length) };
}
