import { StartFailure, startEach } from '../../container/launch-stages.ts';
import type { Replicas } from '../../container/replication.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Endpoint } from '../traffic/endpoint.ts';
import type { Variant } from '../traffic/variant.ts';
import { VariantStartFailure } from './variant-start-failure.ts';

/** A variant, and the number of instances that it is to have. */
interface Wanted {
  readonly variant: Pick<Variant, 'name' | 'stages'>;
  readonly count: number;
}

/**
 * Gives the variants of a running endpoint as many instances as `target` has. What runs inside this process needs no
 * copies. Rejects if some do not start; then every container has as many as before.
 */
export async function resizeEndpoint(
  { variants }: Pick<Endpoint, 'variants'>,
  target: EndpointSnapshot,
  signal: AbortSignal,
): Promise<void> {
  const counts = new Map(target.variants.map(({ name, instanceCount }) => [name, instanceCount]));
  const wanted = variants.flatMap((variant) => {
    const count = counts.get(variant.name);
    return count === undefined ? [] : [{ variant, count }];
  });
  const former = wanted.flatMap(({ variant }) =>
    replicasOf(variant).map((replicas) => ({ replicas, count: replicas.count })),
  );
  try {
    for (const one of wanted) await grow(one, signal);
  } catch (error) {
    await shrink(former, signal);
    throw error;
  }
  // What cannot fail comes last.
  await shrink(
    wanted.flatMap(({ variant, count }) => replicasOf(variant).map((replicas) => ({ replicas, count }))),
    signal,
  );
}

const replicasOf = ({ stages }: Wanted['variant']) => stages.flatMap(({ replicas }) => replicas ?? []);

/** All containers of a variant side by side. */
async function grow({ variant: { name, stages }, count }: Wanted, signal: AbortSignal): Promise<void> {
  try {
    await startEach(stages, async ({ replicas }) => {
      if (replicas !== undefined && replicas.count < count) await replicas.resize(count, signal);
    });
  } catch (error) {
    throw error instanceof StartFailure ? new VariantStartFailure(name, error) : error;
  }
}

async function shrink(
  all: readonly { readonly replicas: Replicas; readonly count: number }[],
  signal: AbortSignal,
): Promise<void> {
  for (const { replicas, count } of all) if (replicas.count > count) await replicas.resize(count, signal);
}
