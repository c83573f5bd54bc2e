import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import { compileAnalysisPlan, isMonitorImage } from '../../serving/monitoring/analysis-plan.ts';
import { MonitoringError } from '../../serving/monitoring/monitoring-error.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { ProcessingRequest } from '../../serving/records/processing-request.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { insertTags } from './tags.ts';

type CreateProcessingJobInput = ProcessingRequest & { readonly Tags?: readonly Tag[] };

/** A job with the image of Model Monitor, which this server carries out itself. */
export async function createProcessingJob(
  { Tags: tags = [], ...request }: CreateProcessingJobInput,
  context: OperationContext,
): Promise<object> {
  checkRequest(request);
  const name = qualify(context.realm, request.ProcessingJobName);
  const arn = arnOf(context.realm, 'processing-job', request.ProcessingJobName);
  await context.store.transaction().execute(async (transaction) => {
    const record = { name, arn, createdAt: context.now(), definition: { request } };
    if (!(await processingJobRecords.insert(transaction, record)))
      throw new ServiceError(
        'ResourceInUse',
        `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      );
    await insertTags(transaction, arn, tags);
  });
  context.monitoring.begin(name);
  return { ProcessingJobArn: arn };
}

function checkRequest(request: ProcessingRequest): void {
  const { ImageUri: image } = request.AppSpecification;
  if (!isMonitorImage(image))
    throw validationException(
      `This server runs processing jobs of Model Monitor alone, whose image is sagemaker-model-monitor-analyzer: AppSpecification.ImageUri is ${image}.`,
    );
  try {
    compileAnalysisPlan(request);
  } catch (error) {
    if (error instanceof MonitoringError) throw validationException(error.message);
    throw error;
  }
}
