import { minuteMs, minuteOf } from '../../platform/metrics/metric.ts';
import type { CronTest } from '../../util/parse-cron.ts';
import { parseSchedule } from './parse-schedule.ts';

/** When a scheduled action of the API is due. */
export interface ScalingSchedule {
  readonly Schedule?: string;
  readonly Timezone?: string;
  /** Seconds since 1970, as the next. */
  readonly StartTime?: number;
  readonly EndTime?: number;
}

/**
 * The latest time at which a schedule was due; undefined before the first such time, and for a `cron(...)` that was not due in the
 * last hour. Times are milliseconds since 1970.
 */
export function latestDue(
  schedule: ScalingSchedule,
  { createdAt, now }: { readonly createdAt: number; readonly now: number },
): number | undefined {
  const { Schedule: text = '', Timezone: zone = 'UTC', StartTime: start, EndTime: end } = schedule;
  // The API takes any number for a time, including those that no calendar has.
  const from = start === undefined ? createdAt : Math.max(0, start * 1000);
  const until = Math.min(now, end === undefined ? now : end * 1000);
  if (until < from) return undefined;
  const parsed = parseSchedule(text);
  if (parsed?.kind === 'at') {
    const time = timeIn(zone, parsed.local);
    return time >= from && time <= until ? time : undefined;
  }
  if (parsed?.kind === 'cron') return latestOfCron(parsed.isDue, zone, { from, until });
  if (parsed === undefined || parsed.periodMs === 0) return undefined;
  const rounds = Math.floor((until - from) / parsed.periodMs);
  return rounds === 0 && start === undefined ? undefined : from + rounds * parsed.periodMs;
}

/** Looks back over one hour: callers ask every minute. */
function latestOfCron(
  isDue: CronTest | undefined,
  zone: string,
  { from, until }: { readonly from: number; readonly until: number },
): number | undefined {
  if (isDue === undefined) return undefined; // a version before this one took it
  const offsetAt = clockOf(zone);
  for (let time = minuteOf(until); time >= Math.max(from, until - 60 * minuteMs); time -= minuteMs)
    if (isDue(new Date(time + offsetAt(time)))) return time;
  return undefined;
}

/** A local time of a zone, such as `2027-01-01T00:00:00`; NaN for one that cannot be. Throws `RangeError` for an unknown zone. */
export function timeIn(zone: string, local: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  const offsetAt = clockOf(zone);
  // The offset is looked up twice: the first guess may be on the other side of a change to or from summer time.
  return asUtc - offsetAt(asUtc - offsetAt(asUtc));
}

/** Whether there is a time zone of that name. */
export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * How far the clocks of a zone are ahead of UTC at a time, milliseconds. The format is made once, which takes
 * much longer than to use it. Throws `RangeError` for an unknown zone.
 */
function clockOf(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (time) => Date.parse(`${format.format(time).replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000;
}
