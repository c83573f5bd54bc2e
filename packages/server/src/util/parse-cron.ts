/** Whether a cron expression includes a local time, which the UTC members of the `Date` hold. */
export type CronTest = (local: Date) => boolean;

interface Field {
  readonly least: number;
  readonly most: number;
  /** Names of values, from `least` on. */
  readonly names?: readonly string[];
  readonly of: (local: Date) => number;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Minutes, hours, day of month, month, day of week, year (Application Auto Scaling user guide, "Schedule recurring scaling actions
 * using cron expressions").
 */
const fields: readonly Field[] = [
  { least: 0, most: 59, of: (local) => local.getUTCMinutes() },
  { least: 0, most: 23, of: (local) => local.getUTCHours() },
  { least: 1, most: 31, of: (local) => local.getUTCDate() },
  { least: 1, most: 12, names: months, of: (local) => local.getUTCMonth() + 1 },
  { least: 1, most: 7, names: days, of: (local) => local.getUTCDay() + 1 },
  { least: 1970, most: 2199, of: (local) => local.getUTCFullYear() },
];

/** What is within `cron(...)`: values, lists, ranges, steps, `*` and `?`. Undefined for anything else; `L`, `W` and `#` are not offered. */
export function parseCron(text: string): CronTest | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) return undefined;
  const tests = fields.map((field, at) => parseField(field, parts[at] ?? ''));
  const known = tests.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : (local) => known.every((test) => test(local));
}

function parseField(field: Field, text: string): CronTest | undefined {
  const values = new Set<number>();
  for (const part of text.toUpperCase().split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [from, to] = boundsOf(field, range, part.includes('/'));
    const every = numberOf(step);
    const isWithin = from >= field.least && from <= to && to <= field.most;
    if (more.length > 0 || !isWithin || !(every >= 1)) return undefined;
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return (local) => values.has(field.of(local));
}

/** The first and the last value of a range; NaN for text that is no value. A step without an end goes on to the last value. */
function boundsOf(field: Field, range: string, hasStep: boolean): readonly [number, number] {
  if (range === '*' || range === '?') return [field.least, field.most];
  const [first = '', last, ...more] = range.split('-');
  if (more.length > 0) return [Number.NaN, Number.NaN];
  const from = valueOf(field, first);
  if (last === undefined) return [from, hasStep ? field.most : from];
  return [from, valueOf(field, last)];
}

function valueOf({ names = [], least }: Field, text: string): number {
  const at = names.indexOf(text);
  return at < 0 ? numberOf(text) : at + least;
}

const numberOf = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN);
