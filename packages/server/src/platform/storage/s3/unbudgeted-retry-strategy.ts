/** This many attempts in all: with a store that fails every fifth request, one in 400,000 requests fails (0.2^8). */
export const maxAttempts = 8;
export const defaultFirstDelayMs = 100;
const maxDelayMs = 10_000;

/** Exponential backoff with full jitter: any time up to the bound, so that many clients do not come back together. */
export function backoffMs(failures: number, firstDelayMs: number): number {
  return Math.random() * Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 1));
}

/** What the SDK knows of a request's attempts so far. */
interface RetryToken {
  getRetryCount(): number;
  /** Milliseconds to wait before the next attempt. */
  getRetryDelay(): number;
}

/**
 * A retry strategy for the AWS SDK. It retries what may succeed later: lost connections, time-outs, 500, 502, 503, 504,
 * SlowDown. Unlike the SDK's own it has no budget shared by all requests, which a store with a bad quarter of an hour
 * would use up for everyone.
 */
export class UnbudgetedRetryStrategy {
  readonly #firstDelayMs: number;

  constructor(firstDelayMs: number) {
    this.#firstDelayMs = firstDelayMs;
  }

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return tokenFor(0, 0);
  }

  /** Throws the request's error when it is final. */
  async refreshRetryTokenForRetry(
    token: RetryToken,
    { errorType, error }: { readonly errorType: string; readonly error?: unknown },
  ): Promise<RetryToken> {
    const failures = token.getRetryCount() + 1;
    const mayPass = errorType === 'TRANSIENT' || errorType === 'THROTTLING';
    if (!mayPass || failures >= maxAttempts) throw error;
    return tokenFor(failures, backoffMs(failures, this.#firstDelayMs));
  }

  recordSuccess(): void {
    // Nothing is kept between requests.
  }
}

function tokenFor(failures: number, delayMs: number): RetryToken {
  return { getRetryCount: () => failures, getRetryDelay: () => delayMs };
}
