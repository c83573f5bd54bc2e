import { hourPath } from '../capture/hour-path.ts';
import type { ProcessingInput, ProcessingRequest } from '../records/processing-request.ts';
import {
  capturedInputs,
  type ExecutionParts,
  executionName,
  mergedFolder,
  outputOf,
  processingRoot,
  s3Prefix,
} from './execution-parts.ts';
import { mergerOf } from './monitor-images.ts';
import { hoursOf } from './span.ts';

const groundTruthRoot = `${processingRoot}/groundtruth`;
const reportRoot = `${processingRoot}/report`;

/**
 * The first of the two processing jobs of an execution that analyses the quality of a model: it joins what was captured with ground
 * truth, below `<S3Uri>/merge`, where the second one reads it. Undefined for other executions. Names, folders and variables are the
 * service's, as a log of it shows them; the report is our own.
 */
export function mergeRequest(parts: ExecutionParts): ProcessingRequest | undefined {
  const { schedule, scheduledTime, job, captured } = parts;
  const [output] = job.outputs;
  if (job.quality === undefined || output === undefined) return undefined;
  const { S3Uri: uri, LocalPath } = output.S3Output;
  const outputs = [
    ['result', { S3Uri: mergedFolder(uri), LocalPath }],
    ['report', { S3Uri: outputOf(uri, captured.endpoint, parts), LocalPath: reportRoot }],
  ] as const;
  return {
    ...job.surroundings,
    ProcessingJobName: executionName('groundtruth-merge', schedule, scheduledTime),
    AppSpecification: { ImageUri: mergerOf(job.image) },
    ProcessingInputs: [...groundTruthInputs(parts), ...capturedInputs(parts, captured.destination)],
    ProcessingOutputConfig: {
      Outputs: outputs.map(([OutputName, place]) => ({ OutputName, S3Output: { ...place, S3UploadMode: 'EndOfJob' } })),
    },
    Environment: {
      dataset_source: job.input?.LocalPath ?? '',
      ground_truth_source: groundTruthRoot,
      output_path: LocalPath,
      report_path: reportRoot,
    },
    StoppingCondition: job.stoppingCondition ?? { MaxRuntimeInSeconds: 1800 },
  };
}

/** A folder for each hour, from the first of the captured requests until the job begins: labels come later than the requests that they are of. */
function groundTruthInputs({ job, span, scheduledTime }: ExecutionParts): ProcessingInput[] {
  const folder = (job.quality?.groundTruth ?? '').replace(/\/$/, '');
  return hoursOf({ from: span.from, to: Math.max(span.to, scheduledTime) + 1 }).map((hour, at) => ({
    InputName: `groundtruth_input_${at + 1}`,
    S3Input: { ...s3Prefix, S3Uri: `${folder}/${hourPath(hour)}`, LocalPath: `${groundTruthRoot}/${hourPath(hour)}` },
  }));
}
