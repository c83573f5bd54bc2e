import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { Stage } from '../../serving/container/stage.ts';
import type { Variant } from '../../serving/endpoint/traffic/variant.ts';
import type { OperationContext } from '../operation-context.ts';

/**
 * Time per container, in the chain itself and in all, for each variant of a live endpoint, since it was started; how often
 * each container failed; how many copies of a container there are, and how many of them take requests; and what a multi-model container has loaded.
 */
export async function describeTimes(
  input: { readonly EndpointName: string },
  context: OperationContext,
): Promise<object> {
  const endpoint = await context.endpoints.find(qualify(context.realm, input.EndpointName));
  if (endpoint === undefined) throw new ServiceError('ValidationError', `Endpoint ${input.EndpointName} not found.`);
  return {
    variants: endpoint.variants.map((variant) => ({
      name: variant.name,
      ...describeTimesOf(variant),
      ...present({ multiModel: variant.chain.models?.describe() }),
    })),
  };
}

function describeTimesOf({ stages, times }: Variant): object {
  const { containers, ...rest } = times.summary();
  return { ...rest, containers: containers.map((summary, at) => ({ ...summary, ...describeReplicas(stages[at]) })) };
}

function describeReplicas(stage: Stage | undefined): object {
  if (stage?.replicas === undefined) return {};
  const { count, readyCount } = stage.replicas;
  return { replicas: { count, readyCount } };
}
