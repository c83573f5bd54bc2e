import { performance } from 'node:perf_hooks';

/** Seconds whose calls may come at once. */
const burstSeconds = 10;

interface Bucket {
  calls: number;
  filledAt: number;
}

/** Calls of S3 to one of another API: an upload of a folder is as many calls as it has files. */
const objectCallsToOne = 10;

/** What a call is of: an API of resources, or that of objects, which have buckets of their own. */
export type CallKind = 'resources' | 'objects';

/** Counts a call of an account, and says whether it may be. Where there is one account, no other account needs protection from it. */
export function callLimit(
  perSecond: number,
  accounts: { readonly areSeveral: boolean },
): (account: string, kind: CallKind) => boolean {
  const rates = { resources: new CallRates(perSecond), objects: new CallRates(perSecond * objectCallsToOne) };
  return (account, kind) => !accounts.areSeveral || rates[kind].take(account);
}

/** How often accounts call the APIs: each has a bucket of calls that fills as time goes by. */
export class CallRates {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `perSecond`: 0 sets no limit. `now`: milliseconds of a clock that only goes forward. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Counts a call of an account; false if it is one too many. */
  take(account: string): boolean {
    if (this.#perSecond === 0) return true;
    const bucket = this.#filled(account);
    if (bucket.calls < 1) return false;
    bucket.calls--;
    return true;
  }

  #filled(account: string): Bucket {
    const now = this.#now();
    const most = Math.max(1, this.#perSecond * burstSeconds);
    const bucket = this.#buckets.get(account) ?? { calls: most, filledAt: now };
    bucket.calls = Math.min(most, bucket.calls + ((now - bucket.filledAt) / 1000) * this.#perSecond);
    bucket.filledAt = now;
    this.#buckets.set(account, bucket);
    return bucket;
  }
}
