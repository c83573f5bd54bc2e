import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';

interface LiveEndpoint {
  readonly endpoint: Endpoint;
  /** What it serves. */
  active: EndpointSnapshot;
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
  put(endpoint: Endpoint, active: EndpointSnapshot): Endpoint | undefined {
    const former = this.#live.get(endpoint.name)?.endpoint;
    const live = { endpoint, active };
    this.#live.set(endpoint.name, live);
    const region = this.#inRegions.get(regionOf(endpoint.name)) ?? new Map<string, LiveEndpoint>();
    this.#inRegions.set(regionOf(endpoint.name), region.set(nameOf(endpoint.name), live));
    return former;
  }

  /** True if it serves this snapshot; a change of weights alone is made on the running chains. */
  takeOver(name: string, active: EndpointSnapshot): boolean {
    const live = this.#live.get(name);
    if (live === undefined) return false;
    if (withoutWeights(live.active) !== withoutWeights(active)) return false;
    live.endpoint.setWeights(new Map(active.variants.map(({ name: variant, weight }) => [variant, weight])));
    live.active = active;
    return true;
  }

  async close(name: string): Promise<void> {
    const live = this.#live.get(name);
    this.#live.delete(name);
    this.#inRegions.get(regionOf(name))?.delete(nameOf(name));
    await live?.endpoint.close();
  }
}

/** Everything that takes chains of its own. */
const withoutWeights = (snapshot: EndpointSnapshot) =>
  JSON.stringify(snapshot.variants.map((variant) => ({ ...variant, weight: 0, instanceCount: 0 })));
