import { own } from '@catenary/scoring/internal/names';
import { type CronTest, parseCron } from '../../util/parse-cron.ts';

/** A schedule of the API: at one local time, such as `2027-01-01T00:00:00`, again and again, or at the local times of a cron expression. */
export type Schedule =
  | { readonly kind: 'at'; readonly local: string }
  | { readonly kind: 'rate'; readonly periodMs: number }
  | { readonly kind: 'cron'; readonly isDue: CronTest | undefined };

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * `at(2027-01-01T00:00:00)`, `rate(5 minutes)` or `cron(0 8 * * ? *)`; undefined for any other form. `isDue` is undefined for a cron
 * expression that is not understood; a local time may be one that no calendar has.
 */
export function parseSchedule(text: string): Schedule | undefined {
  const local = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(text)?.[1];
  if (local !== undefined) return { kind: 'at', local };
  const cron = /^cron\(([^()]{1,200})\)$/.exec(text)?.[1];
  if (cron !== undefined) return { kind: 'cron', isDue: parseCron(cron) };
  const [, count, unit = ''] = /^rate\((\d{1,9}) (minute|hour|day)s?\)$/.exec(text) ?? [];
  const ms = own(unitMs, unit);
  return ms === undefined ? undefined : { kind: 'rate', periodMs: Number(count) * ms };
}
