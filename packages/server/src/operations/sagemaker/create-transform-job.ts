import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import type { StoredModel } from '../../serving/records/model-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { TransformRequest } from '../../serving/records/transform-request.ts';
import { BatchOptionError } from '../../serving/transform-job/plan/batch-option-error.ts';
import { compileTransformPlan } from '../../serving/transform-job/plan/compile-transform-plan.ts';
import type { TransformPlan } from '../../serving/transform-job/plan/transform-plan.ts';
import { hasInput } from '../../serving/transform-job/records/input-objects.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkBatchEngine } from './check-batch-engine.ts';
import { checkQuota } from './check-quota.ts';
import { chooseArtifacts } from './choose-artifacts.ts';
import { findModel } from './find-model.ts';
import { insertTags } from './tags.ts';

type CreateTransformJobInput = TransformRequest & { readonly Tags?: readonly Tag[] };

export async function createTransformJob(input: CreateTransformJobInput, context: OperationContext): Promise<object> {
  const name = qualify(context.realm, input.TransformJobName);
  const arn = arnOf(context.realm, 'transform-job', input.TransformJobName);
  const { definition: model } = await findModel(input.ModelName, context);
  await checkJob(input, model, context);
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
    await checkQuota(transaction, 'transformJobs', context);
    await insertTags(transaction, arn, tags ?? []);
  });
  context.transformJobs.begin(name);
  return { TransformJobArn: arn };
}

/**
 * What the service checks at creation (SageMaker API reference, CreateTransformJob), in an order that names the
 * simplest mistake first.
 */
async function checkJob(input: TransformRequest, model: StoredModel, context: OperationContext): Promise<void> {
  checkModel(model);
  const plan = planOf(input, model);
  checkBatchEngine(plan, context);
  await checkInput(input, plan, context);
  await checkCapture(plan, context);
}

function checkModel({ request, containers }: StoredModel): void {
  const { PrimaryContainer: primary, Containers: several = [] } = request;
  const given = primary === undefined ? several : [primary];
  // Of a model package, the request has the name alone.
  const isFolder = containers.some(({ modelData: data }) => data?.uri.endsWith('/'));
  if (!isFolder && given.every(({ ModelDataSource: source }) => source === undefined)) return;
  throw validationException(
    "SageMaker Batch currently doesn't support Model entity with container definitions which use ModelDataSource attribute",
  );
}

/** The plan that the job will be run by, except for its archives, which are chosen when it is created. */
function planOf(input: TransformRequest, { containers }: StoredModel): TransformPlan {
  try {
    return compileTransformPlan(input, containers);
  } catch (error) {
    if (error instanceof BatchOptionError) throw validationException(error.message);
    throw error;
  }
}

async function checkInput(request: TransformRequest, { input }: TransformPlan, context: OperationContext) {
  if (await hasInput(input, context.objects)) return;
  const { S3Uri: uri } = request.TransformInput.DataSource.S3DataSource;
  throw validationException(
    `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region ` +
      `(${context.realm.region}), that objects exist under that S3 prefix, and that the role has "s3:ListBucket" permissions on bucket "${input.place.bucket}".`,
  );
}

/** The manifests come last: a bucket that is not there would fail the job when all is done. */
async function checkCapture({ capture }: TransformPlan, context: OperationContext): Promise<void> {
  if (capture === undefined || (await context.objects.headBucket(capture.bucket)) !== undefined) return;
  throw validationException(`The bucket ${capture.bucket} of DataCaptureConfig.DestinationS3Uri does not exist.`);
}
