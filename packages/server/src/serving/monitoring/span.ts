import { hourMs } from '../../platform/metrics/metric.ts';

/** A span of time, milliseconds since 1970: `to` does not belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The full hours that a span touches. */
export function hoursOf({ from, to }: Span): number[] {
  const first = Math.floor(from / hourMs);
  const count = Math.max(0, Math.ceil(to / hourMs) - first);
  return Array.from({ length: count }, (_, at) => (first + at) * hourMs);
}
