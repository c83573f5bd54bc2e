import { ServiceError, validationException } from '../../contract/service-error.ts';

/** Instances of one variant: each is a set of processes of this machine. */
const maxInstances = 64;

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
