import { bitsOf, negate, toNumber } from '../arithmetic.ts';
import type { BindFunction } from '../bind-function.ts';
import { castTo } from '../cast.ts';
import { SqlRowError } from '../sql-error.ts';
import { isIntegral, types } from '../sql-type.ts';
import { strict } from '../typed.ts';
import { checkCount, onlyArgument } from './check-count.ts';

/** A function of doubles. */
const ofDoubles =
  (arity: number, compute: (...values: number[]) => number | null): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, arity);
    const operands = args.map((arg) => castTo(toNumber(arg, text, mode), types.double, mode));
    return strict({ text, type: types.double }, operands, compute);
  };

/** Logarithms of what has none are null. */
const logarithm = (compute: (value: number) => number, least = 0): BindFunction =>
  ofDoubles(1, (value) => (value <= least ? null : compute(value)));

/** The least whole number of a type has no positive counterpart: it stays, or in ANSI mode overflows. */
const absolute: BindFunction = (text, args, mode) => {
  const value = toNumber(onlyArgument(text, args), text, mode);
  const { type } = value;
  if (type.kind === 'decimal') return strict({ text, type }, [value], (x: bigint) => (x < 0n ? -x : x));
  const least = isIntegral(type) ? -(2 ** (bitsOf(type) - 1)) : Number.NaN;
  return strict({ text, type }, [value], (x: number) => {
    if (x !== least) return Math.abs(x);
    if (mode.isAnsi) throw new SqlRowError(`The absolute value overflows ${type.kind}`);
    return x;
  });
};

/** The number of one of `buckets` equal parts of low to high, 0 below and one more above. Source: Spark `WidthBucket`. */
function bucketOf(...[value, low, high, buckets]: readonly [number, number, number, number]): number | null {
  const isValid = buckets > 0 && !Number.isNaN(value) && low !== high && Number.isFinite(low) && Number.isFinite(high);
  if (!isValid) return null;
  const [distance, width] = low < high ? [value - low, high - low] : [low - value, low - high];
  if (distance < 0) return 0;
  return distance >= width ? buckets + 1 : Math.trunc((buckets * distance) / width) + 1;
}

const widthBucket: BindFunction = (text, args, mode) => {
  checkCount(text, args, 4);
  const operands = args.map((arg, at) => castTo(toNumber(arg, text, mode), at < 3 ? types.double : types.long, mode));
  return strict({ text, type: types.long }, operands, bucketOf);
};

/** Up to 20, as longs hold no more. */
const factorial: BindFunction = (text, args, mode) => {
  const product = (upTo: number): number => (upTo < 2 ? 1 : upTo * product(upTo - 1));
  return strict({ text, type: types.long }, [castTo(onlyArgument(text, args), types.int, mode)], (n: number) =>
    n < 0 || n > 20 ? null : product(n),
  );
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
    checkCount(text, args, [1, 2]);
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
  cot: ofDoubles(1, (value) => 1 / Math.tan(value)),
  sec: ofDoubles(1, (value) => 1 / Math.cos(value)),
  csc: ofDoubles(1, (value) => 1 / Math.sin(value)),
  asinh: ofDoubles(1, (value) => (value === -Infinity ? value : Math.log(value + Math.sqrt(value * value + 1)))),
  acosh: ofDoubles(1, (value) => Math.log(value + Math.sqrt(value * value - 1))),
  atanh: ofDoubles(1, (value) => 0.5 * (Math.log1p(value) - Math.log1p(-value))),
  positive: (text, args, mode) => {
    return { ...toNumber(onlyArgument(text, args), text, mode), text };
  },
  negative: (text, args, mode) => {
    checkCount(text, args, 1);
    return negate(text, args, mode);
  },
  factorial,
  width_bucket: widthBucket,
};
