import { nameOf } from '../../../contract/qualified-name.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import { invocationTimeoutMs } from '../../../contract/timeouts.ts';

/** Requests that may wait at once for endpoints that are being loaded: each holds its body. */
const maxWaiting = 256;

/**
 * Endpoints that are being loaded although they are in service by the store: after a restart, or since another server
 * made them. Requests to them wait, a limited number at once, and at most as long as for an answer.
 */
export class LoadingWait {
  readonly #timeoutMs: number;
  readonly #loading = new Map<string, Promise<void>>();
  #waiting = 0;

  constructor(timeoutMs = invocationTimeoutMs) {
    this.#timeoutMs = timeoutMs;
  }

  /** Requests to that endpoint wait from now on, until what is returned is called: it is loaded, or could not be. */
  begin(name: string): () => void {
    if (this.#loading.has(name)) return () => undefined;
    const { promise: loaded, resolve } = Promise.withResolvers<void>();
    this.#loading.set(name, loaded);
    return () => {
      if (this.#loading.get(name) === loaded) this.#loading.delete(name);
      resolve();
    };
  }

  has(name: string): boolean {
    return this.#loading.has(name);
  }

  get count(): number {
    return this.#loading.size;
  }

  /** Resolves when none of those that are being loaded now is any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#loading.values());
  }

  /** Rejects with ServiceUnavailable, which SDKs try again, if it takes too long or too many wait. */
  async until(name: string): Promise<void> {
    const loaded = this.#loading.get(name);
    if (loaded === undefined) return;
    const unavailable = () =>
      new ServiceError(
        'ServiceUnavailable',
        `Endpoint ${nameOf(name)} is still being loaded after a start of the server. Please retry the request.`,
      );
    if (this.#waiting >= maxWaiting) throw unavailable();
    this.#waiting++;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(unavailable()), this.#timeoutMs);
    });
    try {
      await Promise.race([loaded, late]);
    } finally {
      clearTimeout(timer);
      this.#waiting--;
    }
  }
}
