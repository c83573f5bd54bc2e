import { parseArn, type ResourceKind } from '../../contract/arn.ts';
import { validationException } from '../../contract/service-error.ts';
import type { Store } from '../../platform/store/store.ts';
import { dataQualityDefinitionRecords } from '../../serving/records/data-quality-definition-record.ts';
import { endpointConfigRecords } from '../../serving/records/endpoint-config-record.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import { modelPackageRecords } from '../../serving/records/model-package-record.ts';
import { modelQualityDefinitionRecords } from '../../serving/records/model-quality-definition-record.ts';
import { modelRecords } from '../../serving/records/model-record.ts';
import { monitoringScheduleRecords } from '../../serving/records/monitoring-schedule-record.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { OperationContext } from '../operation-context.ts';

const records: Readonly<Record<ResourceKind, { hasArn(db: Store, arn: string): Promise<boolean> }>> = {
  model: modelRecords,
  'endpoint-config': endpointConfigRecords,
  endpoint: endpointRecords,
  'transform-job': transformJobRecords,
  'model-package-group': modelPackageGroupRecords,
  'model-package': modelPackageRecords,
  'data-quality-job-definition': dataQualityDefinitionRecords,
  'model-quality-job-definition': modelQualityDefinitionRecords,
  'monitoring-schedule': monitoringScheduleRecords,
  'processing-job': processingJobRecords,
};

/** Throws unless the ARN is that of a resource that exists. */
export async function assertTaggable(arn: string, context: OperationContext): Promise<void> {
  const parsed = parseArn(arn);
  if (parsed === undefined || !(await records[parsed.kind].hasArn(context.store, arn)))
    throw validationException(`Could not find resource "${arn}".`);
}
