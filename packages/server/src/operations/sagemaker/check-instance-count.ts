import { ServiceError, validationException } from '../../contract/service-error.ts';
import type { ManagedInstanceScaling } from '../../serving/records/managed-instance-scaling.ts';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import { instanceBounds, maxInstances, withinBounds } from '../../serving/scaling/instance-bounds.ts';
import { resourceOf } from '../../serving/scaling/scaled-variant.ts';
import { targetBounds } from '../../serving/scaling/target-bounds.ts';
import type { OperationContext } from '../operation-context.ts';

/** Refuses more instances than a variant may have here, and what its ManagedInstanceScaling does not allow. */
export function checkInstanceCount(
  variantName: string,
  count: number | undefined,
  managed?: ManagedInstanceScaling,
): void {
  if (count === undefined) return;
  if (count > maxInstances)
    throw new ServiceError(
      'ResourceLimitExceeded',
      `Variant ${variantName} cannot have ${count} instances: the limit of this server is ${maxInstances}.`,
    );
  const bounds = instanceBounds(managed);
  if (count === withinBounds(count, bounds)) return;
  throw validationException(
    `Variant ${variantName} cannot have ${count} instances: its ManagedInstanceScaling allows ${bounds.min} to ${bounds.max}.`,
  );
}

/** Refuses no instances at all, unless the variant is a scalable target that may have none: then a request wakes it. */
export async function checkSleep(
  endpointName: string,
  variantName: string,
  { store }: Pick<OperationContext, 'store'>,
): Promise<void> {
  const target = await scalingRecords.find(store, {
    ...resourceOf(endpointName, variantName),
    kind: 'target',
    name: '',
  });
  if (target !== undefined && targetBounds(target).min === 0) return;
  throw validationException(
    `Variant ${variantName} cannot have 0 instances: nothing would start one again. Register it with MinCapacity 0 (RegisterScalableTarget) first.`,
  );
}
