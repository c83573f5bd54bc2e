import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { ProcessingRequest } from '../../records/processing-request.ts';
import type { DatasetFormat } from '../datasets/dataset-format.ts';
import { MonitoringError } from '../monitoring-error.ts';

export type ProblemType = 'Regression' | 'BinaryClassification' | 'MulticlassClassification';

/** What is predicted, and where in a row the prediction stands. */
export interface QualityAttributes {
  readonly problem: ProblemType;
  /** A column's name, its position from 0, or a path in JSON. One of the two is there, or the row has one column alone. */
  readonly inference?: string;
  /** That of the positive class. */
  readonly probability?: string;
  /** From this probability on a prediction is positive. */
  readonly threshold: number;
}

/** What an analysis of a model's quality compares. */
export interface QualityPlan extends QualityAttributes {
  /** The column of the labels; absent where they are merged with captured answers. */
  readonly labels?: string;
}

/** As variables and definitions write them. */
export interface GivenAttributes {
  readonly problemType: string | undefined;
  readonly inference: string | undefined;
  readonly probability: string | undefined;
  readonly threshold: string | undefined;
}

const problems: readonly string[] = [
  'Regression',
  'BinaryClassification',
  'MulticlassClassification',
] satisfies ProblemType[];

const isProblem = (text: string): text is ProblemType => problems.includes(text);

/** Of a job's variables; undefined if it analyses the quality of data. Throws `MonitoringError`. */
export function qualityPlan(request: ProcessingRequest, format: DatasetFormat): QualityPlan | undefined {
  const { Environment: environment = {} } = request;
  const type = own(environment, 'analysis_type');
  if (type === undefined || type === 'DATA_QUALITY') return undefined;
  if (type !== 'MODEL_QUALITY')
    throw new MonitoringError(
      `analysis_type ${type} is not offered: use MODEL_QUALITY, or leave it out for data quality.`,
    );
  const attributes = attributesOf({
    problemType: own(environment, 'problem_type'),
    inference: own(environment, 'inference_attribute'),
    probability: own(environment, 'probability_attribute'),
    threshold: own(environment, 'probability_threshold_attribute'),
  });
  if (format.kind === 'merge') return attributes;
  if (format.kind === 'capture')
    throw new MonitoringError(
      'Captured answers have no labels: a job with the image sagemaker-model-monitor-groundtruth-merger merges them, and its output is dataset_format {"sagemakerMergeJson": {}}.',
    );
  const attribute = own(environment, 'ground_truth_attribute');
  if (attribute === undefined)
    throw new MonitoringError('The variable ground_truth_attribute is missing: the column that has the labels.');
  if (attributes.inference === undefined && attributes.probability === undefined)
    throw new MonitoringError('The variable inference_attribute is missing: the column that has the predictions.');
  return { ...attributes, labels: attribute };
}

/** Throws `MonitoringError`. */
export function attributesOf({ problemType, inference, probability, threshold }: GivenAttributes): QualityAttributes {
  if (problemType === undefined || !isProblem(problemType))
    throw new MonitoringError(`ProblemType must be one of ${problems.join(', ')}; it is ${problemType ?? 'missing'}.`);
  if (problemType !== 'BinaryClassification' && inference === undefined && probability !== undefined)
    throw new MonitoringError(
      `${problemType} needs InferenceAttribute: a probability alone tells no ${problemType === 'Regression' ? 'value' : 'class'}.`,
    );
  const limit = Number(threshold ?? 0.5);
  if (!(limit >= 0 && limit <= 1))
    throw new MonitoringError(`ProbabilityThresholdAttribute must be a number from 0 to 1; it is ${threshold}.`);
  return { problem: problemType, threshold: limit, ...present({ inference, probability }) };
}
