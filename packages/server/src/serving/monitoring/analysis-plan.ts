import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri, type S3Uri } from '../../contract/s3-uri.ts';
import { parseImageName } from '../container/image-name.ts';
import type { ProcessingRequest } from '../records/processing-request.ts';
import { type DatasetFormat, parseDatasetFormat } from './datasets/dataset-format.ts';
import { MonitoringError } from './monitoring-error.ts';

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
  readonly maxRuntimeMs: number;
}

/** The image of Model Monitor, whatever account and region it is named with. */
export const isMonitorImage = (image: string): boolean =>
  parseImageName(image).repository === 'sagemaker-model-monitor-analyzer';

/** Variables that ask for what is not offered, and why it is not. */
const refusedVariables: readonly (readonly [string, string])[] = [
  ['record_preprocessor_script', 'scripts that change records are not run: change what the endpoint is sent'],
  ['post_analytics_processor_script', 'scripts are not run after an analysis: read its files in S3'],
  ['analysis_type', 'the quality of data is analysed, not that of models'],
];

/** What a job with the image of Model Monitor asks for by its variables, inputs and outputs. Throws `MonitoringError`. */
export function compileAnalysisPlan(request: ProcessingRequest): AnalysisPlan {
  const { Environment: environment = {}, StoppingCondition: stopping } = request;
  for (const [name, why] of refusedVariables)
    if (own(environment, name) !== undefined) throw new MonitoringError(`The variable ${name} is not offered: ${why}.`);
  const variable = (name: string) => {
    const value = own(environment, name);
    if (value === undefined) throw new MonitoringError(`The variable ${name} is missing from Environment.`);
    return value;
  };
  return {
    format: parseDatasetFormat(variable('dataset_format')),
    inputs: inputsBelow(request, variable('dataset_source')),
    output: outputAt(request, variable('output_path')),
    ...baselineOf(request, environment),
    window: windowOf(environment),
    ...metricsOf(environment),
    maxRuntimeMs: (stopping?.MaxRuntimeInSeconds ?? 86_400) * 1000,
  };
}

/** The inputs that are in a local folder. */
function inputsBelow({ ProcessingInputs: inputs = [] }: ProcessingRequest, path: string): S3Uri[] {
  const found = inputs.flatMap(({ S3Input: input }) => {
    const { LocalPath: local = '', S3Uri: uri = '', S3DataType: type } = input ?? {};
    if (!isBelow(local, path)) return [];
    if (type === 'ManifestFile') throw new MonitoringError('S3DataType ManifestFile is not offered: use S3Prefix.');
    return [placeOf(uri)];
  });
  if (found.length === 0) throw new MonitoringError(`No input has a LocalPath at ${path}, which dataset_source names.`);
  return found;
}

function outputAt({ ProcessingOutputConfig: config }: ProcessingRequest, path: string): S3Uri {
  const output = config?.Outputs.find(({ S3Output }) => S3Output?.LocalPath === path)?.S3Output;
  if (output === undefined) throw new MonitoringError(`No output has the LocalPath ${path}, which output_path names.`);
  return placeOf(output.S3Uri);
}

function baselineOf(request: ProcessingRequest, environment: Variables): Pick<AnalysisPlan, 'baseline'> {
  const constraints = fileAt(request, own(environment, 'baseline_constraints'));
  if (constraints === undefined) return {};
  const statistics = fileAt(request, own(environment, 'baseline_statistics'));
  return { baseline: { constraints, ...present({ statistics }) } };
}

/** The object that is a local file: that of an input, or one below its prefix. */
function fileAt({ ProcessingInputs: inputs = [] }: ProcessingRequest, path: string | undefined): S3Uri | undefined {
  if (path === undefined) return undefined;
  for (const { S3Input: input } of inputs) {
    const { LocalPath: local = '', S3Uri: uri = '' } = input ?? {};
    if (local === '' || !isBelow(path, local)) continue;
    const rest = path.slice(local.length).replace(/^\//, '');
    const { bucket, key } = placeOf(uri);
    const isFile = rest === '' || key.split('/').at(-1) === rest;
    return { bucket, key: isFile ? key : `${key.replace(/\/$/, '')}/${rest}` };
  }
  throw new MonitoringError(`No input has a LocalPath above ${path}.`);
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);

function placeOf(uri: string): S3Uri {
  const place = parseS3Uri(uri);
  if (place === undefined) throw new MonitoringError(`${uri} is not an address in S3: it must begin with s3://.`);
  return place;
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
