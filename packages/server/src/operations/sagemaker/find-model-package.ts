import { type ServiceError, validationException } from '../../contract/service-error.ts';
import {
  type ModelPackageHead,
  type ModelPackageRecord,
  modelPackageRecords,
} from '../../serving/records/model-package-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { isWithin, registryArn } from './registry-arn.ts';

/** A package by its name or ARN, a version also by `group/1`. Throws ValidationException. */
export async function findModelPackage(nameOrArn: string, context: OperationContext): Promise<ModelPackageRecord> {
  const arn = packageArn(nameOrArn, context);
  const found = await modelPackageRecords.findByArn(context.store, arn);
  if (found === undefined) throw noModelPackage(arn);
  return found;
}

/** The record without what it holds. */
export async function findModelPackageHead(nameOrArn: string, context: OperationContext): Promise<ModelPackageHead> {
  const arn = packageArn(nameOrArn, context);
  const found = await modelPackageRecords.headByArn(context.store, arn);
  if (found === undefined) throw noModelPackage(arn);
  return found;
}

export function noModelPackage(arn: string): ServiceError {
  return validationException(`ModelPackage ${arn} does not exist.`);
}

function packageArn(nameOrArn: string, { realm }: OperationContext): string {
  const arn = registryArn(realm, 'model-package', nameOrArn);
  if (!isWithin(realm, arn)) throw noModelPackage(arn);
  return arn;
}
