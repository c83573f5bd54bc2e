import { present } from '@catenary/scoring/internal/values';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findModelPackage } from './find-model-package.ts';

export async function describeModelPackage(
  input: { ModelPackageName: string },
  context: OperationContext,
): Promise<object> {
  const { arn, createdAt, modifiedAt, versionOf, request } = await findModelPackage(input.ModelPackageName, context);
  return {
    CertifyForMarketplace: false,
    ...request,
    ...present({ ModelPackageVersion: versionOf?.version }),
    ModelPackageArn: arn,
    CreationTime: epochSeconds(createdAt),
    LastModifiedTime: epochSeconds(modifiedAt),
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    CreatedBy: {},
  };
}
