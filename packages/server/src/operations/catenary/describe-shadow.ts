import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';

/**
 * How the answers of an endpoint's shadow variant compare with those of its production variant (`ShadowComparison`), since
 * the endpoint was started on this server.
 */
export async function describeShadow(
  { EndpointName: name }: { readonly EndpointName: string },
  context: OperationContext,
): Promise<object> {
  const endpoint = await context.directory.find(qualify(context.realm, name));
  if (endpoint === undefined) throw new ServiceError('ValidationError', `Endpoint ${name} not found.`);
  const { shadow, variants } = endpoint;
  if (shadow === undefined)
    throw new ServiceError(
      'ValidationError',
      `Endpoint ${name} has no shadow variant: give ShadowProductionVariants in CreateEndpointConfig.`,
    );
  return {
    productionVariant: variants[0]?.name,
    shadowVariant: shadow.variant.name,
    samplingPercentage: shadow.percent,
    ...shadow.comparison.describe(),
  };
}
