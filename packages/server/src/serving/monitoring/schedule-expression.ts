import { hourMs } from '../../platform/metrics/metric.ts';
import { type CronTest, parseCron } from '../../util/parse-cron.ts';
import type { Span } from './span.ts';

/** When a monitoring schedule is due: once, or at full hours again and again. */
export type ScheduleExpression = { readonly kind: 'now' } | { readonly kind: 'cron'; readonly isDue: CronTest };

const hoursOfDay = 24;

/** For a schedule that does not say when. */
const daily = 'cron(0 0 ? * * *)';

/**
 * `NOW`, or a cron expression of full hours every day; undefined for any other (developer guide, "The cron expression for the
 * monitoring schedule").
 */
export function parseScheduleExpression(text = daily): ScheduleExpression | undefined {
  if (text === 'NOW') return { kind: 'now' };
  const inner = /^cron\((0 (?:\*|\d{1,2}(?:\/\d{1,2})?) \? \* \* \*)\)$/.exec(text)?.[1];
  const isDue = inner === undefined ? undefined : parseCron(inner);
  return isDue === undefined ? undefined : { kind: 'cron', isDue };
}

/** The first full hour after a time at which it is due. */
export const nextDue = (isDue: CronTest, after: number): number =>
  dueFrom(isDue, (Math.floor(after / hourMs) + 1) * hourMs, hourMs);

/** The hours since it was due before: what an execution that is due at a full hour looks at. */
export const spanBefore = (isDue: CronTest, due: number): Span => ({
  from: dueFrom(isDue, due - hourMs, -hourMs),
  to: due,
});

/** The first due hour from `first` on. The hours of one day are enough: every day has the same. */
function dueFrom(isDue: CronTest, first: number, step: number): number {
  for (let hours = 0; hours < hoursOfDay; hours++) {
    const time = first + hours * step;
    if (isDue(new Date(time))) return time;
  }
  return first + hoursOfDay * step;
}
