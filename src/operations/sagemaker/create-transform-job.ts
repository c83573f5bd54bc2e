import { arnOf } from '../../contract/arn.ts';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import { readBadRecords } from '../../serving/transform-job/bad-records.ts';
import { BatchOptionError } from '../../serving/transform-job/batch-option.ts';
import { readInputFormat } from '../../serving/transform-job/input-format.ts';
import { checkDataCapture } from '../../serving/transform-job/data-capture.ts';
import { compileDataProcessing } from '../../serving/transform-job/data-processing.ts';
import { hasInput } from '../../serving/transform-job/input-objects.ts';
import { JsonPathError } from '../../serving/transform-job/json-path.ts';
import { splitTypes } from '../../serving/transform-job/splitters.ts';
import type { TransformRequest } from '../../serving/transform-job/transform-request.ts';
import type { OperationContext } from '../operation-context.ts';
import { findModel } from './find-resource.ts';
import { isMultiModel } from './resolve-multi-model.ts';
import type { CreateModelInput, StoredModel, Tag } from './stored-model.ts';
import { insertTags } from './tags.ts';

type CreateTransformJobInput = TransformRequest & { readonly Tags?: readonly Tag[] };

export async function createTransformJob(input: CreateTransformJobInput, context: OperationContext): Promise<object> {
  const arn = arnOf(context.realm, 'transform-job', input.TransformJobName);
  const model = JSON.parse((await findModel(input.ModelName, context)).definition) as StoredModel;
  await checkRequest(input, model.request, context);
  const { Tags: tags, ...request } = input;
  const now = context.now();
  await context.store.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('transform_job')
      .values({
        name: input.TransformJobName,
        arn,
        status: 'InProgress',
        failure_reason: null,
        creation_time: now,
        last_modified_time: now,
        start_time: null,
        end_time: null,
        definition: JSON.stringify(request),
        containers: JSON.stringify(model.containers),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      throw new ServiceError(
        'ResourceInUse',
        `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      );
    }
    await insertTags(transaction, arn, tags ?? []);
  });
  context.transformJobs.begin(input.TransformJobName);
  return { TransformJobArn: arn };
}

/** What the service checks at creation (spec: "Transform job"), in an order that names the simplest mistake first. */
async function checkRequest(
  input: CreateTransformJobInput,
  model: CreateModelInput,
  context: OperationContext,
): Promise<void> {
  const containers = model.PrimaryContainer === undefined ? (model.Containers ?? []) : [model.PrimaryContainer];
  if (containers.some(({ ModelDataSource: source }) => source !== undefined)) {
    throw validationException(
      "SageMaker Batch currently doesn't support Model entity with container definitions which use ModelDataSource attribute",
    );
  }
  if (containers.some(isMultiModel)) {
    throw validationException(
      `Batch transform does not support model ${input.ModelName}: it has a container in MultiModel mode. Create a model with the one archive as ModelDataUrl.`,
    );
  }
  checkSplitting(input);
  checkPayload(input);
  checkProcessing(input);
  checkOptions(input);
  if (parseS3Uri(input.TransformOutput.S3OutputPath) === undefined) {
    throw validationException(`S3OutputPath must be an s3:// address: ${input.TransformOutput.S3OutputPath}`);
  }
  await checkInput(input, context);
  await checkCapture(input, context);
}

function checkSplitting(input: TransformRequest): void {
  const { SplitType: splitType = 'None' } = input.TransformInput;
  if (!splitTypes.includes(splitType))
    throw validationException(`SplitType ${splitType} is not known: use None, Line, RecordIO or TFRecord.`);
  const { S3DataType: dataType } = input.TransformInput.DataSource.S3DataSource;
  if (dataType !== 'S3Prefix' && dataType !== 'ManifestFile') {
    throw validationException(
      `S3DataType ${dataType} is not supported in batch transform: use S3Prefix or ManifestFile.`,
    );
  }
}

/** MaxPayloadInMB at most 100, and so is its product with MaxConcurrentTransforms where that is given. */
function checkPayload(input: TransformRequest): void {
  const payload = input.MaxPayloadInMB ?? 6;
  if (payload > 100) throw validationException(`MaxPayloadInMB must be at most 100; it is ${payload}.`);
  const concurrent = input.MaxConcurrentTransforms ?? 0;
  if (concurrent * payload > 100) {
    throw validationException(
      `MaxConcurrentTransforms * MaxPayloadInMB must be at most 100 MB; it is ${concurrent} * ${payload} = ${concurrent * payload}.`,
    );
  }
}

function checkProcessing(input: TransformRequest): void {
  try {
    if (compileDataProcessing(input) === undefined) return;
  } catch (error) {
    if (error instanceof JsonPathError) throw validationException(error.message);
    throw error;
  }
  const { SplitType: splitType = 'None' } = input.TransformInput;
  const { AssembleWith: assembleWith = 'None' } = input.TransformOutput;
  if (splitType !== assembleWith) {
    throw validationException(
      `DataProcessing needs AssembleWith to equal SplitType; they are ${assembleWith} and ${splitType}.`,
    );
  }
}

/** This server's own switches, in the job's environment (docs/batch.md), and data capture. */
function checkOptions(input: TransformRequest): void {
  try {
    readBadRecords(input.Environment);
    readInputFormat(input);
    checkDataCapture(input);
  } catch (error) {
    if (error instanceof BatchOptionError) throw validationException(error.message);
    throw error;
  }
}

/** The manifests come last: a bucket that is not there would fail the job when all is done. */
async function checkCapture({ DataCaptureConfig: capture }: TransformRequest, context: OperationContext) {
  const bucket = capture === undefined ? undefined : parseS3Uri(capture.DestinationS3Uri)?.bucket;
  if (bucket === undefined || (await context.objects.headBucket(bucket)) !== undefined) return;
  throw validationException(`The bucket ${bucket} of DataCaptureConfig.DestinationS3Uri does not exist.`);
}

async function checkInput(input: TransformRequest, context: OperationContext): Promise<void> {
  if (await hasInput(input, context.objects)) return;
  const { S3Uri: uri } = input.TransformInput.DataSource.S3DataSource;
  throw validationException(
    `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region ` +
      `(${context.realm.region}), that objects exist under that S3 prefix, and that the role has "s3:ListBucket" permissions on bucket "${parseS3Uri(uri)?.bucket}".`,
  );
}
