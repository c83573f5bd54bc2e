import { hourMs, minuteOf } from '../../platform/metrics/metric.ts';
import type { TimeRange } from '../../platform/metrics/read-series.ts';
import { invalidParameter } from './invalid-parameter.ts';

/** The longest range of a request; values are kept for fifteen days. */
const longestMs = 455 * 24 * hourMs;

/** From whole minutes on, as CloudWatch rounds them, to whole milliseconds: stores compare whole numbers. Throws `ServiceError`. */
export function readTimeRange({
  StartTime: start,
  EndTime: end,
}: {
  readonly StartTime: number;
  readonly EndTime: number;
}): TimeRange {
  const range = { from: minuteOf(start * 1000), to: Math.ceil(end * 1000) };
  if (start >= end) throw invalidParameter('The parameter StartTime must be less than the parameter EndTime.');
  if (range.to - range.from > longestMs)
    throw invalidParameter('There are more than 455 days between StartTime and EndTime.');
  return range;
}
