import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';

/**
 * Time per container, in the chain itself and in all, for each variant of a live endpoint, since it was started; and what
 * a multi-model container among them has loaded.
 */
export async function describeTimes(
  input: { readonly EndpointName: string },
  context: OperationContext,
): Promise<object> {
  const endpoint = await context.endpoints.find(qualify(context.realm, input.EndpointName));
  if (endpoint === undefined) throw new ServiceError('ValidationError', `Endpoint ${input.EndpointName} not found.`);
  return {
    variants: endpoint.variants.map(({ snapshot, chain }) => ({
      name: snapshot.name,
      ...chain.times.summary(),
      ...present({ multiModel: chain.models === undefined ? undefined : chain.models.describe() }),
    })),
  };
}
