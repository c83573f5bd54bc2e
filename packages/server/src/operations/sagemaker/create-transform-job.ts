import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import type { ModelRequest } from '../../serving/records/model-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { TransformRequest } from '../../serving/records/transform-request.ts';
import { BatchOptionError } from '../../serving/transform-job/batch-option.ts';
import { checkTransformRequest } from '../../serving/transform-job/check-transform-request.ts';
import { hasInput } from '../../serving/transform-job/input-objects.ts';
import type { OperationContext } from '../operation-context.ts';
import { chooseArtifacts } from './choose-artifacts.ts';
import { findModel } from './find-model.ts';
import { isMultiModel } from './resolve-multi-model.ts';
import { insertTags } from './tags.ts';

type CreateTransformJobInput = TransformRequest & { readonly Tags?: readonly Tag[] };

export async function createTransformJob(input: CreateTransformJobInput, context: OperationContext): Promise<object> {
  const name = qualify(context.realm, input.TransformJobName);
  const arn = arnOf(context.realm, 'transform-job', input.TransformJobName);
  const { definition: model } = await findModel(input.ModelName, context);
  await checkRequest(input, model.request, context);
  const containers = await chooseArtifacts(model.containers, context.artifacts);
  const { Tags: tags, ...request } = input;
  const record = { name, arn, createdAt: context.now(), request, containers };
  await context.store.transaction().execute(async (transaction) => {
    if (!(await transformJobRecords.insert(transaction, record))) {
      throw new ServiceError(
        'ResourceInUse',
        `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      );
    }
    await insertTags(transaction, arn, tags ?? []);
  });
  context.transformJobs.begin(name);
  return { TransformJobArn: arn };
}

/**
 * What the service checks at creation (SageMaker API reference, CreateTransformJob), in an order that names the
 * simplest mistake first.
 */
async function checkRequest(
  input: CreateTransformJobInput,
  model: ModelRequest,
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
  checkMembers(input);
  if (parseS3Uri(input.TransformOutput.S3OutputPath) === undefined) {
    throw validationException(`S3OutputPath must be an s3:// address: ${input.TransformOutput.S3OutputPath}`);
  }
  await checkInput(input, context);
  await checkCapture(input, context);
}

function checkMembers(input: TransformRequest): void {
  try {
    checkTransformRequest(input);
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
