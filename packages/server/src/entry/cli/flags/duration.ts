import { own } from '@catenary/scoring/internal/names';
import { refuse, type Schema } from '../../options/schema/schema.ts';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const must = 'a time such as 90s, 10m, 2h or 1d';

/** A time in one unit, as milliseconds. */
export const duration: Schema<number> = {
  kind: 'number',
  must,
  parse(text) {
    const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
    return count === undefined ? text : Number(count) * (own(units, unit) ?? 0);
  },
  check: (value, place) => (typeof value === 'number' ? value : refuse(place, must, value)),
};
