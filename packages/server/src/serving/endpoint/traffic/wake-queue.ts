import { ServiceError } from '../../../contract/service-error.ts';
import type { Caller } from '../../invocation/caller.ts';

/** Requests that wait at once for the first instance of a variant, and the bytes of their bodies. */
export const maxSleepers = 1_000;
export const maxSleeperBytes = 64 * 1024 ** 2;

/** A request that finds no instance. */
export interface Sleeper {
  readonly bytes: number;
  /** How long it may wait, milliseconds. */
  readonly timeoutMs: number;
  readonly caller: Caller | undefined;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Requests to a variant that has no instance wait here: limited in number and bytes, and each until its own deadline. */
export class WakeQueue {
  readonly #waiters = new Set<Waiter>();
  #bytes = 0;
  #missed = 0;

  get count(): number {
    return this.#waiters.size;
  }

  /** How many requests have found no instance since this was last asked. */
  takeMissed(): number {
    const missed = this.#missed;
    this.#missed = 0;
    return missed;
  }

  /** Resolves when there is an instance, or the request has to look for another place. Rejects with `ServiceError` if it cannot wait. */
  async wait({ bytes, timeoutMs, caller }: Sleeper): Promise<void> {
    this.#missed++;
    if (this.#waiters.size >= maxSleepers || this.#bytes + bytes > maxSleeperBytes)
      throw unavailable('and as many requests wait for the first one as may');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { resolve, reject };
    const late = () => reject(unavailable(`and there was none within ${Math.round(timeoutMs / 1000)} seconds`));
    const timer = setTimeout(late, timeoutMs);
    const stopListening = caller?.onGone(() => reject(unavailable('and its caller has left')));
    this.#waiters.add(waiter);
    this.#bytes += bytes;
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      stopListening?.();
      this.#waiters.delete(waiter);
      this.#bytes -= bytes;
    }
  }

  release(): void {
    for (const { resolve } of this.#waiters) resolve();
  }

  fail(error: Error): void {
    for (const { reject } of this.#waiters) reject(error);
  }
}

/** SDKs try again. */
export const unavailable = (why: string) =>
  new ServiceError(
    'ServiceUnavailable',
    `The variant has no instance at the moment, ${why}. Please retry the request.`,
  );
