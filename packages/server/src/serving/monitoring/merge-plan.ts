import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { S3Uri } from '../../contract/s3-uri.ts';
import type { ProcessingRequest } from '../records/processing-request.ts';
import { inputsAt, inputsBelow, type LocalInput, outputAt } from './inputs-below.ts';
import { MonitoringError } from './monitoring-error.ts';

/** What a job joins: captured requests with ground truth. */
export interface MergePlan {
  /** Prefixes of captured requests; joined ones get the same path below `output`. */
  readonly inputs: readonly LocalInput[];
  readonly groundTruth: readonly S3Uri[];
  readonly output: S3Uri;
  /** Where it says what became of how many. */
  readonly report?: S3Uri;
}

/** What a job with the image that merges asks for by its variables, inputs and outputs. Throws `MonitoringError`. */
export function compileMergePlan(request: ProcessingRequest): MergePlan {
  const { Environment: environment = {} } = request;
  const variable = (name: string) => {
    const value = own(environment, name);
    if (value === undefined) throw new MonitoringError(`The variable ${name} is missing from Environment.`);
    return value;
  };
  const report = own(environment, 'report_path');
  return {
    inputs: inputsAt(request, variable('dataset_source')),
    groundTruth: inputsBelow(request, variable('ground_truth_source'), 'ground_truth_source'),
    output: outputAt(request, variable('output_path')),
    ...present({ report: report === undefined ? undefined : outputAt(request, report, 'report_path') }),
  };
}
