import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '../../../contract/service-error.ts';
import type { Variant } from './variant.ts';

/**
 * Begins to give the variant of an endpoint its first instance; resolves with why that is not to be, if it is not. Nothing is begun
 * while the endpoint is in progress: it is to be asked again.
 */
export type Wake = (endpoint: string, variant: string) => Promise<string | undefined>;

/** How long until it is asked again, milliseconds. */
const againMs = 250;

/** Variants that are being woken. */
const waking = new WeakSet<Variant>();

/** Asks for an instance as long as requests wait for one. Never rejects. */
export async function wakeVariant(endpoint: string, variant: Variant, wake: Wake): Promise<void> {
  if (waking.has(variant)) return;
  waking.add(variant);
  try {
    while (variant.isAsleep && variant.waiting.count > 0) {
      const why = await wake(endpoint, variant.name).catch(() => undefined);
      if (why !== undefined) variant.waiting.fail(noCapacity(variant.name, why));
      else await sleep(againMs);
    }
  } finally {
    waking.delete(variant);
  }
}

/** As the service refuses requests to what was scaled to zero, with the reason. */
const noCapacity = (variant: string, why: string) =>
  new ServiceError(
    'ValidationError',
    `Variant ${variant} has no capacity to process this request: it has 0 instances, and ${why}. Give it some by UpdateEndpointWeightsAndCapacities.`,
  );
