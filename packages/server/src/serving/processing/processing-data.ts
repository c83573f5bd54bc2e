import type { ProcessingRequest } from '../records/processing-request.ts';
import { SubmissionError } from '../spark-jobs/fetch-files.ts';
import type { DataFolder, RunData } from '../spark-jobs/run-data.ts';

/** The folders of a processing job's inputs and outputs. Throws `SubmissionError` for one that cannot be. */
export function processingData({
  ProcessingInputs: inputs = [],
  ProcessingOutputConfig: config,
}: ProcessingRequest): RunData {
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

/** A day, as the service's. */
const defaultSeconds = 86_400;

/** How long a job may take, milliseconds. */
export const processingTimeoutMs = ({ StoppingCondition: condition }: ProcessingRequest): number =>
  (condition?.MaxRuntimeInSeconds ?? defaultSeconds) * 1000;
