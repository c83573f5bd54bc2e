import { present } from '@catenary/scoring/internal/values';
import { nameOf, regionOf } from '../../../contract/qualified-name.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Endpoint } from '../traffic/endpoint.ts';

interface LiveEndpoint {
  readonly endpoint: Endpoint;
  /** What it serves. */
  serving: EndpointSnapshot;
}

/** The endpoints that this server serves, by name. */
export class LiveEndpoints {
  readonly #live = new Map<string, LiveEndpoint>();
  /** The same by region, and by name within it: a request has both, and joining them costs more than two look-ups. */
  readonly #inRegions = new Map<string, Map<string, LiveEndpoint>>();

  find(name: string): Endpoint | undefined {
    return this.#live.get(name)?.endpoint;
  }

  findIn(region: string, name: string): Endpoint | undefined {
    return this.#inRegions.get(region)?.get(name)?.endpoint;
  }

  names(): string[] {
    return [...this.#live.keys()];
  }

  /** Requests go to this one from now on; the former one is given back, to be closed. */
  put(endpoint: Endpoint, serving = endpoint.snapshot): Endpoint | undefined {
    const former = this.#live.get(endpoint.name)?.endpoint;
    const live = { endpoint, serving };
    this.#live.set(endpoint.name, live);
    const region = this.#inRegions.get(regionOf(endpoint.name)) ?? new Map<string, LiveEndpoint>();
    this.#inRegions.set(regionOf(endpoint.name), region.set(nameOf(endpoint.name), live));
    return former;
  }

  /** What is served of the endpoint of that name. */
  serving(name: string): EndpointSnapshot | undefined {
    return this.#live.get(name)?.serving;
  }

  /** The running chains get the weights of `active`, which has the same chains, and its limits of requests. */
  weigh(name: string, active: EndpointSnapshot): void {
    const live = this.#live.get(name);
    if (live === undefined) return;
    const weights = new Map(active.variants.map(({ name: variant, weight }) => [variant, weight]));
    const limits = new Map(active.variants.map(({ name: variant, serverless }) => [variant, serverless]));
    live.endpoint.setWeights(weights);
    live.endpoint.setConcurrency(active.variants[0]?.serverless?.MaxConcurrency);
    live.serving = withVariants(live.serving, ({ name: variant }) =>
      present({ weight: weights.get(variant), serverless: limits.get(variant) }),
    );
  }

  resize(name: string, target: EndpointSnapshot): void {
    const live = this.#live.get(name);
    if (live === undefined) return;
    const counts = new Map(target.variants.map(({ name: variant, instanceCount }) => [variant, instanceCount]));
    live.serving = withVariants(live.serving, ({ name: variant }) => present({ instanceCount: counts.get(variant) }));
  }

  /** It gets no more requests; it is given back, to be closed. */
  take(name: string): Endpoint | undefined {
    const taken = this.find(name);
    this.#live.delete(name);
    this.#inRegions.get(regionOf(name))?.delete(nameOf(name));
    return taken;
  }
}

type Change = (variant: VariantSnapshot) => Partial<VariantSnapshot>;

const withVariants = (snapshot: EndpointSnapshot, change: Change): EndpointSnapshot => ({
  ...snapshot,
  variants: snapshot.variants.map((variant) => ({ ...variant, ...change(variant) })),
});
