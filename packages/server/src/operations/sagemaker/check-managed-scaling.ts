import { validationException } from '../../contract/service-error.ts';
import type { EndpointConfigRequest, ProductionVariant } from '../../serving/records/endpoint-config-record.ts';
import { maxInstances } from '../../serving/scaling/instance-bounds.ts';
import { checkInstanceCount } from './check-instance-count.ts';

/** Refuses ManagedInstanceScaling that no number of instances could satisfy, or that would have no effect. */
export function checkManagedScaling({
  ProductionVariants: production,
  ShadowProductionVariants: shadows = [],
}: Pick<EndpointConfigRequest, 'ProductionVariants' | 'ShadowProductionVariants'>): void {
  for (const variant of production) checkVariant(variant);
  const shadow = shadows.find(({ ManagedInstanceScaling: managed }) => managed !== undefined);
  if (shadow !== undefined)
    throw validationException(
      `ManagedInstanceScaling of shadow variant ${shadow.VariantName} is not offered: a shadow keeps its InitialInstanceCount.`,
    );
}

function checkVariant(variant: ProductionVariant): void {
  const { VariantName: name, ManagedInstanceScaling: managed, InitialInstanceCount: count = 1 } = variant;
  if (managed === undefined) return;
  if (variant.ServerlessConfig !== undefined)
    throw validationException(`Variant ${name} has ServerlessConfig and ManagedInstanceScaling: give one of them.`);
  const { MinInstanceCount: min = 0, MaxInstanceCount: max = maxInstances } = managed;
  if (min > max)
    throw validationException(
      `ManagedInstanceScaling of variant ${name} has MinInstanceCount ${min} above MaxInstanceCount ${max}.`,
    );
  checkInstanceCount(name, managed.MaxInstanceCount);
  checkInstanceCount(name, count, managed);
}
