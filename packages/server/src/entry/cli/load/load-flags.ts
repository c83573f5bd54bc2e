import type { ServerFlags } from '../server/connect.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../whole-number.ts';

/** Flags of `catenary load`. */
export interface LoadFlags extends ServerFlags {
  readonly rows: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly rate?: string;
  readonly connections?: string;
  readonly duration?: string;
  readonly findKnee?: boolean;
  readonly svg?: string;
}

/** How requests are sent: a fixed number a second, whatever becomes of them, or a fixed number at a time. */
export type Pace =
  | { readonly kind: 'rate'; readonly perSecond: number }
  | { readonly kind: 'connections'; readonly count: number };

/** What a run is to do, checked. */
export interface LoadPlan {
  /** Undefined: rates are tried. */
  readonly pace: Pace | undefined;
  /** Requests a second that the endpoint is to be sized for, if that was said. */
  readonly wanted: number | undefined;
  /** Of one run; of each rate where several are tried. */
  readonly seconds: number;
}

export const maxPerSecond = 100_000;
export const maxConnections = 1_024;
const maxSeconds = 3_600;

/** Throws `UsageError`. */
export function readLoadFlags({ rate, connections, duration, findKnee = false }: LoadFlags): LoadPlan {
  const perSecond = wholeNumber('--rate', rate, [1, maxPerSecond]);
  const count = wholeNumber('--connections', connections, [1, maxConnections]);
  const seconds = wholeNumber('--duration', duration, [1, maxSeconds]);
  if (findKnee) {
    if (count !== undefined)
      throw new UsageError(
        '--find-knee tries rates: --connections is for a run without it, --rate for the load wanted.',
      );
    return { pace: undefined, wanted: perSecond, seconds: seconds ?? 5 };
  }
  if ((perSecond === undefined) === (count === undefined))
    throw new UsageError(
      'Name either --rate (requests a second) or --connections (requests at a time), or --find-knee.',
    );
  const pace: Pace = perSecond === undefined ? { kind: 'connections', count: count ?? 1 } : { kind: 'rate', perSecond };
  return { pace, wanted: undefined, seconds: seconds ?? 10 };
}
