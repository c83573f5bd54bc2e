import { toNumber } from '../arithmetic.ts';
import { castTo } from '../cast.ts';
import { decimalText, parseDecimal, rescale } from '../decimal.ts';
import type { BindFunction } from '../functions.ts';
import { SqlRowError } from '../sql-error.ts';
import { isIntegral, type SqlType, types } from '../sql-type.ts';
import { refuse, strict, type Typed } from '../typed.ts';
import { count } from './arguments.ts';

/** A function of doubles. */
const ofDoubles =
  (arity: number, compute: (...values: number[]) => number | null): BindFunction =>
  (text, args, mode) => {
    count(text, args, arity);
    const operands = args.map((arg) => castTo(toNumber(arg, text, mode), types.double, mode));
    return strict(text, types.double, operands, compute);
  };

/** Logarithms of what has none are null. */
const logarithm = (compute: (value: number) => number, least = 0): BindFunction =>
  ofDoubles(1, (value) => (value <= least ? null : compute(value)));

/** FLOOR and CEIL give whole numbers. */
const toWhole =
  (compute: (value: number) => number): BindFunction =>
  (text, args, mode) => {
    count(text, args, 1);
    const value = toNumber(args[0] as Typed, text, mode);
    if (isIntegral(value.type)) return castTo(value, types.long, mode, false, text);
    if (value.type.kind === 'decimal') throw refuse(text, 'it is read for doubles and whole numbers only');
    const rounded = strict(text, types.double, [value], compute);
    return castTo(rounded, types.long, { isAnsi: false }, false, text);
  };

/** Halves away from zero (`round`) or to the even neighbour (`bround`), on the digits that Java prints. */
const rounding =
  (isHalfEven: boolean): BindFunction =>
  (text, args, mode) => {
    count(text, args, 1, 2);
    const value = toNumber(args[0] as Typed, text, mode);
    const places = args[1] === undefined ? 0 : Number(args[1].evaluate(0));
    if (args[1] !== undefined && !/^-?\d+$/.test(args[1].text)) throw refuse(text, 'the places must be a literal');
    if (isIntegral(value.type) && places >= 0) return { ...value, text };
    if (value.type.kind !== 'double' && value.type.kind !== 'float') {
      throw refuse(text, 'it is read for doubles, and for whole numbers without negative places');
    }
    const type: SqlType = value.type;
    return strict(text, type, [value], (number: number) => {
      const decimal = Number.isFinite(number) ? parseDecimal(String(number)) : undefined;
      if (decimal === undefined || decimal.scale <= places) return number;
      const unscaled = isHalfEven
        ? rescaleHalfEven(decimal.value, decimal.scale, places)
        : places >= 0
          ? rescale(decimal.value, decimal.scale, places)
          : rescale(decimal.value, decimal.scale - places, 0);
      const text10 = decimalText(unscaled, Math.max(places, 0));
      return Number(places < 0 ? `${text10}e${-places}` : text10);
    });
  };

function rescaleHalfEven(value: bigint, from: number, to: number): bigint {
  const divisor = 10n ** BigInt(from - to);
  const quotient = value / divisor;
  const rest = value - quotient * divisor;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return isUp ? quotient + (value < 0n ? -1n : 1n) : quotient;
}

const absolute: BindFunction = (text, args, mode) => {
  count(text, args, 1);
  const value = toNumber(args[0] as Typed, text, mode);
  if (value.type.kind === 'decimal') return strict(text, value.type, [value], (x: bigint) => (x < 0n ? -x : x));
  return strict(text, value.type, [value], (x: number) => {
    // The least int has no positive counterpart: it stays, or overflows.
    if (value.type.kind === 'int' && x === -2147483648) {
      if (mode.isAnsi) throw new SqlRowError('The absolute value overflows int');
      return x;
    }
    return Math.abs(x);
  });
};

/** Functions of numbers. Source: Spark `mathExpressions.scala`, Java `StrictMath`. */
export const mathematics: Readonly<Record<string, BindFunction>> = {
  abs: absolute,
  sqrt: ofDoubles(1, Math.sqrt),
  cbrt: ofDoubles(1, Math.cbrt),
  exp: ofDoubles(1, Math.exp),
  expm1: ofDoubles(1, Math.expm1),
  ln: logarithm(Math.log),
  log10: logarithm(Math.log10),
  log2: logarithm((value) => Math.log(value) / Math.log(2)),
  log1p: logarithm(Math.log1p, -1),
  log: (text, args, mode) => {
    count(text, args, 1, 2);
    if (args.length === 1) return logarithm(Math.log)(text, args, mode);
    const ratio = (base: number, value: number) => (base <= 0 || value <= 0 ? null : Math.log(value) / Math.log(base));
    return ofDoubles(2, ratio)(text, args, mode);
  },
  pow: ofDoubles(2, (base, exponent) => base ** exponent),
  power: ofDoubles(2, (base, exponent) => base ** exponent),
  sin: ofDoubles(1, Math.sin),
  cos: ofDoubles(1, Math.cos),
  tan: ofDoubles(1, Math.tan),
  asin: ofDoubles(1, Math.asin),
  acos: ofDoubles(1, Math.acos),
  atan: ofDoubles(1, Math.atan),
  atan2: ofDoubles(2, (y, x) => Math.atan2(y + 0, x + 0)),
  sinh: ofDoubles(1, Math.sinh),
  cosh: ofDoubles(1, Math.cosh),
  tanh: ofDoubles(1, Math.tanh),
  degrees: ofDoubles(1, (value) => value * (180 / Math.PI)),
  radians: ofDoubles(1, (value) => (value / 180) * Math.PI),
  hypot: ofDoubles(2, Math.hypot),
  signum: ofDoubles(1, Math.sign),
  sign: ofDoubles(1, Math.sign),
  rint: ofDoubles(1, (value) => {
    const floor = Math.floor(value);
    const rest = value - floor;
    return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  }),
  pi: ofDoubles(0, () => Math.PI),
  e: ofDoubles(0, () => Math.E),
  floor: toWhole(Math.floor),
  ceil: toWhole(Math.ceil),
  ceiling: toWhole(Math.ceil),
  round: rounding(false),
  bround: rounding(true),
};
