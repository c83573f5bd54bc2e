import { invocationTimeoutMs } from '../../../contract/timeouts.ts';
import { ServiceError } from '../../../contract/service-error.ts';

/** Requests that may wait at once for endpoints that are being loaded: each holds its body. */
const maxWaiting = 256;

/**
 * Requests to endpoints that are being loaded after a restart: they wait, a limited number at once, and at most as long
 * as for an answer.
 */
export class LoadingWait {
  readonly #timeoutMs: number;
  #waiting = 0;

  constructor(timeoutMs = invocationTimeoutMs) {
    this.#timeoutMs = timeoutMs;
  }

  /** Rejects with ServiceUnavailable, which SDKs try again, if it takes too long or too many wait. */
  async until(loaded: Promise<unknown>, name: string): Promise<void> {
    const unavailable = () =>
      new ServiceError(
        'ServiceUnavailable',
        `Endpoint ${name} is still being loaded after a start of the server. Please retry the request.`,
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
