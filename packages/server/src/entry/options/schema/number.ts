import { present } from '@catenary/scoring/internal/values';
import { refuse, type Schema } from './schema.ts';

export interface NumberRange {
  /** Smallest value. */
  readonly from?: number;
  /** Largest value. */
  readonly to?: number;
  /** Bound that is not itself a value. */
  readonly above?: number;
}

/** Any finite number of a range. */
export function number(range: NumberRange): Schema<number> {
  return numberSchema('a number', range, Number.isFinite);
}

/** An integer of a range that a double holds exactly. */
export function wholeNumber(range: NumberRange): Schema<number> {
  return numberSchema('a whole number', range, Number.isSafeInteger);
}

function numberSchema(noun: string, range: NumberRange, isOne: (value: unknown) => boolean): Schema<number> {
  const must = `${noun}${describeRange(range)}`;
  const { from = -Infinity, to = Infinity, above = -Infinity } = range;
  return {
    kind: 'number',
    must,
    ...present({ range: range.from === undefined || range.to === undefined ? undefined : `${from} to ${to}` }),
    // Other notations that `Number` reads (blanks, hexadecimal, nothing at all) are more likely slips than meant.
    parse: (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text),
    check: (value, place) =>
      typeof value === 'number' && isOne(value) && value >= from && value <= to && value > above
        ? value
        : refuse(place, must, value),
  };
}

function describeRange({ from, to, above }: NumberRange): string {
  if (above !== undefined) return ` above ${above}`;
  if (from === undefined) return '';
  return to === undefined ? ` from ${from} on` : ` from ${from} to ${to}`;
}
