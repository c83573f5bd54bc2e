import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { Stage } from '../../serving/container/stage.ts';
import type { Variant } from '../../serving/endpoint/traffic/variant.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { OperationContext } from '../operation-context.ts';

/**
 * For each variant of a live endpoint, since it was started: the time per container, in the chain itself and in all; how often each
 * container failed; how many copies of a container there are, and how many of them take requests; and what a multi-model container has
 * loaded. The same for what is being rolled out, while it gets requests; and what a start that is under way is doing.
 */
export async function describeTimes(
  input: { readonly EndpointName: string },
  context: OperationContext,
): Promise<object> {
  const name = qualify(context.realm, input.EndpointName);
  const starting = context.startProgress.describe(name);
  // While an endpoint starts, `find` would wait for it, and this answer shows how far the start is.
  const endpoint = starting === undefined ? await context.directory.find(name) : context.directory.findLive(name);
  if (endpoint === undefined && starting === undefined && !(await isCreating(name, context)))
    throw new ServiceError('ValidationError', `Endpoint ${input.EndpointName} not found.`);
  return {
    ...present({ starting }),
    variants: (endpoint?.variants ?? []).map(describeVariant),
    ...present({ pending: endpoint?.next?.variants.map(describeVariant) }),
  };
}

const describeVariant = (variant: Variant) => ({
  name: variant.name,
  ...describeTimesOf(variant),
  ...present({ multiModel: variant.chain.models?.describe() }),
});

async function isCreating(name: string, { store }: OperationContext): Promise<boolean> {
  return (await endpointRecords.head(store, name))?.status === 'Creating';
}

function describeTimesOf(variant: Variant): object {
  const { containers, ...rest } = variant.summary();
  const replicasAt = (at: number) => describeReplicas(variant.stages[at]);
  return { ...rest, containers: containers.map((summary, at) => ({ ...summary, ...replicasAt(at) })) };
}

function describeReplicas(stage: Stage | undefined): object {
  if (stage?.replicas === undefined) return {};
  const { count, readyCount } = stage.replicas;
  return { replicas: { count, readyCount } };
}
