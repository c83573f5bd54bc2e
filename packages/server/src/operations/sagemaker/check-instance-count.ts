import { ServiceError, validationException } from '../../contract/service-error.ts';
import { maxInstances } from '../../serving/endpoint/max-instances.ts';

/** Refuses what cannot be had: no instance at all, and more of them than a variant may have here. */
export function checkInstanceCount(variantName: string, count: number | undefined): void {
  if (count === 0)
    throw validationException(`Variant ${variantName} cannot have 0 instances: scaling to zero is not offered.`);
  if (count === undefined || count <= maxInstances) return;
  throw new ServiceError(
    'ResourceLimitExceeded',
    `Variant ${variantName} cannot have ${count} instances: the limit of this server is ${maxInstances}.`,
  );
}
