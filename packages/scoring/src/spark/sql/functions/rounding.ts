import { defined } from '../../../util/defined.ts';
import { bitsOf, toNumber } from '../arithmetic.ts';
import type { BindFunction } from '../bind-function.ts';
import { castAs, castTo } from '../cast.ts';
import { decimalText, divideFloor, divideHalfEven, divideHalfUp, fitsPrecision, parseDecimal } from '../decimal.ts';
import { SqlRowError } from '../sql-error.ts';
import { asDecimal, isIntegral, type SqlType, types } from '../sql-type.ts';
import { refuse, type SqlMode, type SqlPlace, strict, type Typed } from '../typed.ts';
import { checkCount } from './check-count.ts';

/** Quotient of two whole numbers, the divisor positive. */
type Divide = (value: bigint, by: bigint) => bigint;

const divideCeil: Divide = (value, by) => -divideFloor(-value, by);

/** How numbers are rounded. */
interface Rounding {
  readonly places: number;
  readonly divide: Divide;
}

/** Units of 10^-scale rounded to this many places, still in those units; fewer places than none are tens, hundreds ... */
function roundUnits(value: bigint, scale: number, { places, divide }: Rounding): bigint {
  if (places >= scale) return value;
  const step = 10n ** BigInt(scale - places);
  return divide(value, step) * step;
}

/** FLOOR and CEIL: longs of floats and whole numbers, decimals of decimals, and of all if places are given. */
const toWhole =
  (compute: (value: number) => number, divide: Divide): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, [1, 2]);
    const value = toNumber(defined(args[0]), text, mode);
    const { type } = value;
    if (args[1] !== undefined)
      return roundDecimal({ text, mode }, asDecimals(value, mode), { places: placesOf(text, args[1]), divide });
    if (isIntegral(type)) return castAs(value, types.long, { text, mode });
    if (type.kind === 'decimal') {
      const whole = { kind: 'decimal', precision: Math.min(38, type.precision - type.scale + 1), scale: 0 } as const;
      return strict({ text, type: whole }, [value], (x: bigint) => divide(x, 10n ** BigInt(type.scale)));
    }
    const rounded = strict({ text, type: types.double }, [value], compute);
    return castAs(rounded, types.long, { text, mode: { isAnsi: false } });
  };

/** What a number is as a decimal where one is due. Source: Spark `DecimalType.forType`. */
function asDecimals(value: Typed, mode: SqlMode): Typed {
  const { kind } = value.type;
  if (kind === 'decimal') return value;
  if (kind === 'double') return castTo(value, { kind: 'decimal', precision: 30, scale: 15 }, mode);
  if (kind === 'float') return castTo(value, { kind: 'decimal', precision: 14, scale: 7 }, mode);
  return castTo(value, asDecimal(value.type), mode);
}

function placesOf(text: string, places: Typed | undefined): number {
  if (places === undefined) return 0;
  if (typeof places.literal !== 'number') throw refuse(text, 'the places must be a literal');
  return places.literal;
}

/** Source: `dataType` of Spark's `RoundBase`. */
function roundDecimal({ text, mode }: SqlPlace, value: Typed, rounding: Rounding): Typed {
  const { places } = rounding;
  const { precision, scale } = asDecimal(value.type);
  const whole = precision - scale + 1;
  const newScale = Math.max(0, Math.min(scale, places));
  const digits = places < 0 ? Math.max(whole, 1 - places) : whole + newScale;
  const type: SqlType = { kind: 'decimal', precision: Math.min(38, digits), scale: newScale };
  return strict({ text, type }, [value], (x: bigint) => {
    const rounded = roundUnits(x, scale, rounding) / 10n ** BigInt(scale - newScale);
    if (fitsPrecision(rounded, type.precision)) return rounded;
    if (mode.isAnsi) throw new SqlRowError(`${decimalText(rounded, newScale)} does not fit in a decimal`);
    return null;
  });
}

/** Halves away from zero (`round`) or to the even neighbour (`bround`), on the digits that Java prints. */
const round =
  (divide: Divide): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, [1, 2]);
    const value = toNumber(defined(args[0]), text, mode);
    const places = placesOf(text, args[1]);
    const rule = { places, divide };
    const { type } = value;
    if (type.kind === 'decimal') return roundDecimal({ text, mode }, value, rule);
    if (!isIntegral(type)) return strict({ text, type }, [value], (x: number) => roundDigits(x, type, rule));
    if (places >= 0) return { ...value, text };
    return strict({ text, type }, [value], (x: number) => {
      const rounded = roundUnits(BigInt(x), 0, rule);
      const wrapped = BigInt.asIntN(bitsOf(type), rounded);
      if (wrapped !== rounded && mode.isAnsi) throw new SqlRowError(`${rounded} overflows ${type.kind}`);
      return Number(wrapped);
    });
  };

function roundDigits(number: number, type: SqlType, rule: Rounding): number {
  const decimal = Number.isFinite(number) ? parseDecimal(String(number)) : undefined;
  if (decimal === undefined || decimal.scale <= rule.places) return number;
  const { value, scale } = decimal;
  const rounded = Number(decimalText(roundUnits(value, scale, rule), scale));
  return type.kind === 'float' ? Math.fround(rounded) : rounded;
}

/** Functions that round. Source: Spark `mathExpressions.scala`. */
export const rounding: Readonly<Record<string, BindFunction>> = {
  floor: toWhole(Math.floor, divideFloor),
  ceil: toWhole(Math.ceil, divideCeil),
  ceiling: toWhole(Math.ceil, divideCeil),
  round: round(divideHalfUp),
  bround: round(divideHalfEven),
};
