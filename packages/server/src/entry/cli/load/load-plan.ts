import type { LoadFlags } from '../flags/client-flags.ts';
import { UsageError } from '../usage-error.ts';

/** How requests are sent: a fixed number a second, whatever becomes of them, or a fixed number at a time. */
export type Pace =
  | { readonly kind: 'rate'; readonly perSecond: number }
  | { readonly kind: 'connections'; readonly count: number };

/** What a run is to do. */
export interface LoadPlan {
  /** Undefined: rates are tried. */
  readonly pace: Pace | undefined;
  /** Requests a second that the endpoint is to be sized for, if that was said. */
  readonly wanted: number | undefined;
  /** Of one run; of each rate where several are tried. */
  readonly seconds: number;
}

/** Throws `UsageError` for flags that do not go together. */
export function planLoad({ rate, connections, duration, findKnee = false }: LoadFlags): LoadPlan {
  if (findKnee) {
    if (connections !== undefined)
      throw new UsageError(
        '--find-knee tries rates: --connections is for a run without it, --rate for the load wanted.',
      );
    return { pace: undefined, wanted: rate, seconds: duration ?? 5 };
  }
  if ((rate === undefined) === (connections === undefined))
    throw new UsageError(
      'Name either --rate (requests a second) or --connections (requests at a time), or --find-knee.',
    );
  const pace: Pace =
    rate === undefined ? { kind: 'connections', count: connections ?? 1 } : { kind: 'rate', perSecond: rate };
  return { pace, wanted: undefined, seconds: duration ?? 10 };
}
