import { present } from '@catenary/scoring/internal/values';
import { readBatchVariables } from '../../../contract/batch-variables.ts';
import { isAsciiHeaderText } from '../../../contract/header-text.ts';
import { parseS3Uri, type S3Uri } from '../../../contract/s3-uri.ts';
import { wrongJobVariable } from '../../../contract/variables.ts';
import type { StageDefinition } from '../../container/stage-definition.ts';
import type { TransformRequest } from '../../records/transform-request.ts';
import { badRecords } from './bad-records.ts';
import { batchEnvironment } from './batch-environment.ts';
import { BatchOptionError } from './batch-option-error.ts';
import { batching } from './batching.ts';
import { capturePlace, stampForm } from './capture.ts';
import { inputFormat } from './input-format.ts';
import { outputFormat } from './output-format.ts';
import type { PlanSource } from './plan-source.ts';
import { processing } from './processing.ts';
import { isSplitType } from './split-type.ts';
import type { InputPlan, OutputPlan, TransformPlan } from './transform-plan.ts';

/**
 * What a request means for these containers, which are those of its model. It decides by its arguments alone, and is the
 * one reader of a request: what can be said against a job before it begins is said here. Throws `BatchOptionError`.
 * Source: SageMaker API reference, CreateTransformJob; docs/batch.md.
 */
export function compileTransformPlan(request: TransformRequest, containers: readonly StageDefinition[]): TransformPlan {
  const source = sourceOf(request);
  checkModel(request, containers);
  checkInput(request);
  checkHeaders(request);
  const plan = {
    name: request.TransformJobName,
    containers: withEnvironment(containers, request),
    instanceCount: request.TransformResources?.InstanceCount ?? 1,
    ...present({ instanceType: request.TransformResources?.InstanceType }),
    batching: batching(request),
    ...present({ processing: processing(request) }),
    badRecords: badRecords(source),
    input: inputPlan(source),
    output: outputPlan(source),
  };
  const engine = engineOf(source, plan.output);
  return { ...plan, ...present({ engine, capture: capturePlace(request), stamp: stampForm(request) }) };
}

/** Tasks of Spark know nothing of each other: what one object says of another is for one machine. */
function engineOf({ variables }: PlanSource, { format }: OutputPlan): 'spark' | undefined {
  if (variables.CATENARY_BATCH_ENGINE !== 'spark') return undefined;
  if (format.kind === 'plain' || format.columns?.every(({ type }) => type !== undefined) === true) return 'spark';
  throw new BatchOptionError(
    'CATENARY_BATCH_ENGINE=spark cannot find the columns that all Parquet outputs of a job share: name each with its type in CATENARY_BATCH_OUTPUT_COLUMNS.',
  );
}

function sourceOf(request: TransformRequest): PlanSource {
  const environment = request.Environment ?? {};
  const wrong = wrongJobVariable(environment);
  if (wrong !== undefined) throw new BatchOptionError(wrong);
  return { request, variables: readBatchVariables(environment) };
}

function checkModel({ ModelName: name }: TransformRequest, containers: readonly StageDefinition[]): void {
  if (containers.every(({ multiModel }) => multiModel === undefined)) return;
  throw new BatchOptionError(
    `Batch transform does not support model ${name}: it has a container in MultiModel mode. Create a model with the one archive as ModelDataUrl.`,
  );
}

function checkInput({ TransformInput: input }: TransformRequest): void {
  const { SplitType: splitType = 'None' } = input;
  if (!isSplitType(splitType))
    throw new BatchOptionError(`SplitType ${String(splitType)} is not known: use None, Line, RecordIO or TFRecord.`);
  const { S3DataType: dataType } = input.DataSource.S3DataSource;
  if (dataType === 'S3Prefix' || dataType === 'ManifestFile') return;
  throw new BatchOptionError(
    `S3DataType ${dataType} is not supported in batch transform: use S3Prefix or ManifestFile.`,
  );
}

/** Both become headers: of the requests to the first container, and of the outputs. */
function checkHeaders({ TransformInput: input, TransformOutput: output }: TransformRequest): void {
  const given = { 'TransformInput.ContentType': input.ContentType, 'TransformOutput.Accept': output.Accept };
  for (const [member, value = ''] of Object.entries(given)) {
    if (!isAsciiHeaderText(value))
      throw new BatchOptionError(
        `${member} must be ASCII text without control characters, fit for a header; it is ${JSON.stringify(value)}.`,
      );
  }
}

/** The containers find the job's variables in their environment, beside their own. */
function withEnvironment(containers: readonly StageDefinition[], request: TransformRequest): StageDefinition[] {
  const environment = batchEnvironment(request);
  return containers.map((container) => ({
    ...container,
    environment: { ...container.environment, ...environment },
  }));
}

function inputPlan(source: PlanSource): InputPlan {
  const { TransformInput: input } = source.request;
  const { S3DataType: dataType, S3Uri: uri } = input.DataSource.S3DataSource;
  return {
    listing: dataType === 'ManifestFile' ? 'manifest' : 'prefix',
    place: s3Place('S3Uri', uri),
    ...present({ contentType: input.ContentType }),
    compression: compressionOf(input),
    format: inputFormat(source),
  };
}

function compressionOf({ CompressionType: type, SplitType: splitType }: TransformRequest['TransformInput']) {
  if (type !== undefined) return type === 'Gzip' ? 'gzip' : 'none';
  return splitType === 'Line' ? 'by-name' : 'none';
}

function outputPlan(source: PlanSource): OutputPlan {
  const { S3OutputPath: path, Accept: accept, AssembleWith: assembleWith = 'None' } = source.request.TransformOutput;
  return {
    folder: s3Place('S3OutputPath', path),
    ...present({ accept }),
    assembleWith,
    format: outputFormat(source),
  };
}

function s3Place(member: string, uri: string): S3Uri {
  const place = parseS3Uri(uri);
  if (place !== undefined) return place;
  throw new BatchOptionError(`${member} must be an s3:// address: ${uri}`);
}
