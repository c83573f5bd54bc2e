import { validationException } from '../../contract/service-error.ts';
import type { ResourceHead } from '../../serving/records/defined-records.ts';
import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { isWithin, registryArn } from './registry-arn.ts';

/** A group by its name or ARN, without what it was made from. Throws ValidationException. */
export async function findModelPackageGroup(nameOrArn: string, context: OperationContext): Promise<ResourceHead> {
  const arn = registryArn(context.realm, 'model-package-group', nameOrArn);
  const found = isWithin(context.realm, arn) ? await modelPackageGroupRecords.headByArn(context.store, arn) : undefined;
  if (found === undefined) throw validationException(`ModelPackageGroup ${arn} does not exist.`);
  return found;
}
