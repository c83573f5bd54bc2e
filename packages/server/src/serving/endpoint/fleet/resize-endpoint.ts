import { StartFailure, startEach } from '../../container/launch-stages.ts';
import type { Stage } from '../../container/stage.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Endpoint } from '../traffic/endpoint.ts';
import type { Variant } from '../traffic/variant.ts';
import { VariantStartFailure } from './variant-start-failure.ts';

type ResizedVariant = Pick<
  Variant,
  'name' | 'snapshot' | 'stages' | 'instanceCount' | 'isAsleep' | 'wake' | 'fallAsleep' | 'noteCount'
>;

/** A variant, and the number of instances that it is to have. */
interface Wanted {
  readonly variant: ResizedVariant;
  readonly count: number;
}

export interface Resizing {
  readonly signal: AbortSignal;
  /** Starts the containers of a variant that has none. */
  readonly start: (variant: VariantSnapshot) => Promise<Stage[]>;
}

/**
 * Gives the variants of a running endpoint as many instances as `target` has. What runs inside this process needs no
 * copies; of a variant without any instance nothing runs. Rejects if some do not start; then every container has as many as before.
 */
export async function resizeEndpoint(
  { variants }: { readonly variants: readonly ResizedVariant[] } | Pick<Endpoint, 'variants'>,
  target: EndpointSnapshot,
  resizing: Resizing,
): Promise<void> {
  const counts = new Map(target.variants.map(({ name, instanceCount }) => [name, instanceCount]));
  const wanted = variants.flatMap((variant: ResizedVariant) => {
    const count = counts.get(variant.name);
    return count === undefined ? [] : [{ variant, count }];
  });
  const former = wanted.map(({ variant }) => ({ variant, count: variant.instanceCount }));
  try {
    for (const one of wanted) await grow(one, resizing);
  } catch (error) {
    await shrink(former, resizing.signal);
    throw error;
  }
  // What cannot fail comes last.
  await shrink(wanted, resizing.signal);
}

/** All containers of a variant side by side. */
async function grow({ variant, count }: Wanted, { start, signal }: Resizing): Promise<void> {
  if (count === 0) return;
  if (variant.isAsleep) return variant.wake(await start({ ...variant.snapshot, instanceCount: count }), count);
  try {
    await startEach(variant.stages, async ({ replicas }) => {
      if (replicas !== undefined && replicas.count < count) await replicas.resize(count, signal);
    });
  } catch (error) {
    throw error instanceof StartFailure ? new VariantStartFailure(variant.name, error) : error;
  }
}

async function shrink(all: readonly Wanted[], signal: AbortSignal): Promise<void> {
  for (const { variant, count } of all) {
    if (count === 0) {
      if (!variant.isAsleep) variant.fallAsleep();
      continue;
    }
    for (const { replicas } of variant.stages)
      if (replicas !== undefined && replicas.count > count) await replicas.resize(count, signal);
    variant.noteCount(count);
  }
}
