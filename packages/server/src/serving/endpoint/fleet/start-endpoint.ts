import type { ChainOptions } from '../../invocation/chain.ts';
import { allVariantsOf, type EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import { Endpoint, type EndpointServices } from '../traffic/endpoint.ts';
import { Variant } from '../traffic/variant.ts';
import { startVariant, type VariantStartOptions } from './start-variant.ts';

export interface StartOptions extends EndpointServices, VariantStartOptions {
  readonly chain: ChainOptions;
}

/** Starts the chains of all variants. If one does not start, those that did are closed again, and it throws. */
export async function startEndpoint(
  name: string,
  snapshot: EndpointSnapshot,
  options: StartOptions,
): Promise<Endpoint> {
  const started: Variant[] = [];
  try {
    for (const variant of allVariantsOf(snapshot)) {
      // A shadow shares nothing.
      const { beside: other, ...rest } = options;
      const beside = variant === snapshot.variants[0] && snapshot.variants.length === 1 ? other : undefined;
      started.push(new Variant(variant, await startVariant(name, variant, { ...rest, beside }), options.chain));
    }
  } catch (error) {
    await Promise.allSettled(started.map((variant) => variant.close()));
    throw error;
  }
  const variants = started.slice(0, snapshot.variants.length);
  return new Endpoint({ name, snapshot, variants, shadow: started[variants.length] }, options);
}
