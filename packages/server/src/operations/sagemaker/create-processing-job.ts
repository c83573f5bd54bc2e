import { present } from '@catenary/scoring/internal/values';
import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import { compileWork } from '../../serving/monitoring/compile-work.ts';
import { isMonitorImage } from '../../serving/monitoring/monitor-images.ts';
import { MonitoringError } from '../../serving/monitoring/monitoring-error.ts';
import { scriptProcessing } from '../../serving/processing/script-processing.ts';
import { isSparkImage, sparkProcessing } from '../../serving/processing/spark-processing.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { ProcessingRequest } from '../../serving/records/processing-request.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import { SubmissionError } from '../../serving/spark-jobs/fetch-files.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { insertTags } from './tags.ts';

type CreateProcessingJobInput = ProcessingRequest & { readonly Tags?: readonly Tag[] };

/** A job with the image of Model Monitor, which this server carries out itself, with that of Spark, or with a script. */
export async function createProcessingJob(
  { Tags: tags = [], ...request }: CreateProcessingJobInput,
  context: OperationContext,
  { accessKeyId }: OperationCall,
): Promise<object> {
  const name = qualify(context.realm, request.ProcessingJobName);
  checkRequest(request, name, context);
  const arn = arnOf(context.realm, 'processing-job', request.ProcessingJobName);
  await context.store.transaction().execute(async (transaction) => {
    const record = { name, arn, createdAt: context.now(), definition: { request, ...present({ accessKeyId }) } };
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

function checkRequest(request: ProcessingRequest, name: string, { images }: OperationContext): void {
  const { ImageUri: image } = request.AppSpecification;
  try {
    if (isMonitorImage(image)) compileWork(request);
    else if (isSparkImage(image)) sparkProcessing({ name, definition: { request } });
    else scriptProcessing({ name, definition: { request } }, images);
  } catch (error) {
    if (error instanceof MonitoringError || error instanceof SubmissionError) throw validationException(error.message);
    throw error;
  }
}
