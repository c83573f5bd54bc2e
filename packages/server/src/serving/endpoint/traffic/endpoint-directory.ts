import { qualify } from '../../../contract/qualified-name.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Endpoint } from './endpoint.ts';
import type { LoadingWait } from './loading-wait.ts';

export interface EndpointDirectoryOptions {
  /** Endpoints that serve, by qualified name; and by region and name. */
  readonly live: {
    find(name: string): Endpoint | undefined;
    findIn(region: string, name: string): Endpoint | undefined;
    observe(name: string): { readonly serving?: EndpointSnapshot };
  };
  readonly loading: LoadingWait;
  /**
   * Begins to load an endpoint that other servers of the store serve. Resolves when it is in `loading`, or if there is
   * none.
   */
  readonly load?: ((name: string) => Promise<void>) | undefined;
}

/** The endpoints that this server serves or loads, for those that ask them. */
export class EndpointDirectory {
  readonly #options: EndpointDirectoryOptions;

  constructor(options: EndpointDirectoryOptions) {
    this.#options = options;
  }

  /** The same as `find` by region and name, for the hot path. */
  findIn(region: string, name: string): Endpoint | undefined | Promise<Endpoint | undefined> {
    return this.#options.live.findIn(region, name) ?? this.find(qualify({ region }, name));
  }

  /**
   * The live endpoint of that exact name; waits for one that is being loaded after a restart, or that another server
   * made. Rejects with ServiceUnavailable if that takes too long.
   */
  find(name: string): Endpoint | undefined | Promise<Endpoint | undefined> {
    const { live, loading, load } = this.#options;
    const found = live.find(name);
    if (found !== undefined) return found;
    if (loading.has(name)) return this.#await(name);
    return load === undefined ? undefined : load(name).then(() => this.#await(name));
  }

  /** The endpoint that serves now: nothing is waited for. */
  findLive(name: string): Endpoint | undefined {
    return this.#options.live.find(name);
  }

  /** The instances of all variants of an endpoint that this server serves; undefined if it serves none of that name. */
  instanceCount(name: string): number | undefined {
    const { serving } = this.#options.live.observe(name);
    return serving?.variants.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  }

  /** Endpoints that are being loaded after the start. */
  get loadingCount(): number {
    return this.#options.loading.count;
  }

  /** Resolves when what is being loaded now is in service again, or has failed. */
  whenLoaded(): Promise<void> {
    return this.#options.loading.settled();
  }

  async #await(name: string): Promise<Endpoint | undefined> {
    const { live, loading } = this.#options;
    await loading.until(name);
    return live.find(name);
  }
}
