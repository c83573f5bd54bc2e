import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { S3Uri } from '../../contract/s3-uri.ts';
import type { ProcessingRequest } from '../records/processing-request.ts';
import { type DatasetFormat, parseDatasetFormat } from './datasets/dataset-format.ts';
import { fileAt, inputsBelow, outputAt } from './inputs-below.ts';
import { MonitoringError } from './monitoring-error.ts';
import { type QualityPlan, qualityPlan } from './quality/quality-plan.ts';

/** What an analysis reads and writes. */
export interface AnalysisPlan {
  readonly format: DatasetFormat;
  /** Prefixes of objects. */
  readonly inputs: readonly S3Uri[];
  readonly output: S3Uri;
  /** Absent where a baseline is suggested. */
  readonly baseline?: { readonly constraints: S3Uri; readonly statistics?: S3Uri };
  /** Of captured data, milliseconds since 1970. */
  readonly window: { readonly from: number; readonly to: number };
  /** Absent if no metrics are to be published. */
  readonly metrics?: { readonly endpoint: string; readonly schedule: string };
  /** Present where the quality of a model is analysed instead of that of data. */
  readonly quality?: QualityPlan;
}

/** Variables that ask for what is not offered, and why it is not. */
const refusedVariables: readonly (readonly [string, string])[] = [
  ['record_preprocessor_script', 'scripts that change records are not run: change what the endpoint is sent'],
  ['post_analytics_processor_script', 'scripts are not run after an analysis: read its files in S3'],
];

/** What a job with the image of Model Monitor asks for by its variables, inputs and outputs. Throws `MonitoringError`. */
export function compileAnalysisPlan(request: ProcessingRequest): AnalysisPlan {
  const { Environment: environment = {} } = request;
  for (const [name, why] of refusedVariables)
    if (own(environment, name) !== undefined) throw new MonitoringError(`The variable ${name} is not offered: ${why}.`);
  const variable = (name: string) => {
    const value = own(environment, name);
    if (value === undefined) throw new MonitoringError(`The variable ${name} is missing from Environment.`);
    return value;
  };
  const format = parseDatasetFormat(variable('dataset_format'));
  return {
    format,
    inputs: inputsBelow(request, variable('dataset_source')),
    output: outputAt(request, variable('output_path')),
    ...baselineOf(request, environment),
    window: windowOf(environment),
    ...metricsOf(environment),
    ...present({ quality: qualityPlan(request, format) }),
  };
}

function baselineOf(request: ProcessingRequest, environment: Variables): Pick<AnalysisPlan, 'baseline'> {
  const constraints = fileAt(request, own(environment, 'baseline_constraints'));
  if (constraints === undefined) return {};
  const statistics = fileAt(request, own(environment, 'baseline_statistics'));
  return { baseline: { constraints, ...present({ statistics }) } };
}

function windowOf(environment: Variables): AnalysisPlan['window'] {
  const time = (name: string, otherwise: number) => {
    const text = own(environment, name);
    const value = text === undefined ? otherwise : Date.parse(text);
    if (Number.isNaN(value)) throw new MonitoringError(`The variable ${name} is no time of ISO 8601: ${text}.`);
    return value;
  };
  return { from: time('start_time', -Infinity), to: time('end_time', Infinity) };
}

function metricsOf(environment: Variables): Pick<AnalysisPlan, 'metrics'> {
  const endpoint = own(environment, 'sagemaker_endpoint_name');
  const schedule = own(environment, 'sagemaker_monitoring_schedule_name');
  const isPublished = own(environment, 'publish_cloudwatch_metrics') === 'Enabled';
  if (!isPublished || endpoint === undefined || schedule === undefined) return {};
  return { metrics: { endpoint, schedule } };
}

type Variables = Readonly<Record<string, string>>;
