import { StartFailure, startEach } from '../../container/launch-stages.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Endpoint } from '../traffic/endpoint.ts';
import type { Variant } from '../traffic/variant.ts';
import { VariantStartFailure } from './variant-start-failure.ts';

/**
 * Gives the variants of a running endpoint as many instances as `target` has. What runs inside this process needs no
 * copies. Rejects if some do not start; then every container has as many as before.
 */
export async function resizeEndpoint(endpoint: Endpoint, target: EndpointSnapshot, signal: AbortSignal): Promise<void> {
  const former = new Map(endpoint.variants.map((variant) => [variant, countsOf(variant)]));
  try {
    for (const variant of endpoint.variants) {
      const wanted = target.variants.find(({ name }) => name === variant.name);
      if (wanted !== undefined) await resizeVariant(variant, wanted.instanceCount, signal);
    }
  } catch (error) {
    for (const counts of former.values())
      for (const [replicas, count] of counts) if (replicas.count > count) await replicas.resize(count, signal);
    throw error;
  }
}

const countsOf = ({ stages }: Variant) =>
  stages.flatMap(({ replicas }) => (replicas === undefined ? [] : [[replicas, replicas.count] as const]));

/** All its containers side by side. */
async function resizeVariant({ name, stages }: Variant, count: number, signal: AbortSignal): Promise<void> {
  try {
    await startEach(stages, async ({ replicas }) => replicas?.resize(count, signal));
  } catch (error) {
    if (error instanceof StartFailure) throw new VariantStartFailure(name, error);
    throw error;
  }
}
