import { defined } from '../util/defined.ts';
import { findLastIndex } from '../util/find-last-index.ts';
import { trimEndOf } from './trim-end-of.ts';

/** Decimal digits of a positive number: 0.d1d2d3... * 10^exponent. */
export interface JavaDigits {
  readonly digits: string;
  readonly exponent: number;
}

/** A positive binary number: `fraction` (53 bits, the highest set) * 2^(binaryExponent - 52). */
interface BinaryNumber {
  readonly fraction: bigint;
  readonly binaryExponent: number;
  /** Bits of the number's own format that count: 53 or 24, fewer for a subnormal. */
  readonly precision: number;
}

/**
 * The digits that Java 8 to 18 prints for a positive finite double. They are not always the shortest: whole numbers
 * beyond the format's precision keep more, and there are two at least in scientific notation.
 * Source: the behaviour of `jdk.internal.math.FloatingDecimal`, held against a JVM 17.
 */
export function doubleDigits(value: number): JavaDigits {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const written = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return written === 0 ? digitsOf(subnormal(fraction, 52, -1022)) : digitsOf(normal(fraction, 53, written - 1023));
}

/** The same for a positive finite float32 value. */
export function floatDigits(value: number): JavaDigits {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const written = bits >>> 23;
  const fraction = BigInt(bits & 0x7fffff) << 29n;
  return written === 0 ? digitsOf(subnormal(fraction, 23, -126)) : digitsOf(normal(fraction, 24, written - 127));
}

const view = new DataView(new ArrayBuffer(8));
const HIGHEST = 1n << 52n;

function normal(fraction: bigint, precision: number, binaryExponent: number): BinaryNumber {
  return { fraction: fraction | HIGHEST, binaryExponent, precision };
}

function subnormal(fraction: bigint, bits: number, leastExponent: number): BinaryNumber {
  const shift = 53 - bitLength(fraction);
  return { fraction: fraction << BigInt(shift), binaryExponent: leastExponent - shift, precision: bits + 1 - shift };
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

function digitsOf(number: BinaryNumber): JavaDigits {
  const { fraction, binaryExponent } = number;
  const trailingZeros = bitLength(fraction & -fraction) - 1;
  const isWhole = binaryExponent >= 52 - trailingZeros;
  // Whole numbers that fit 63 bits are printed as integers, without asking how many digits they need.
  if (isWhole && binaryExponent <= 62) return wholeDigits(number);
  return searchDigits({ ...number, fraction: fraction >> BigInt(trailingZeros) }, 53 - trailingZeros);
}

/** A whole number's digits, those rounded off that its precision cannot hold. */
function wholeDigits({ fraction, binaryExponent, precision }: BinaryNumber): JavaDigits {
  let whole = binaryExponent >= 52 ? fraction << BigInt(binaryExponent - 52) : fraction >> BigInt(52 - binaryExponent);
  const spareBits = binaryExponent - precision - 1;
  const spare = spareBits > 1 ? Math.floor(spareBits * Math.LOG10E * Math.LN2) : 0;
  if (spare > 0) {
    const unit = 10n ** BigInt(spare);
    whole = whole / unit + (2n * (whole % unit) >= unit ? 1n : 0n);
  }
  const text = whole.toString();
  return { digits: trimEndOf(text, '0'), exponent: text.length + spare };
}

/**
 * Digits from the first on until they distinguish the number from its neighbours (Steele and White): value = B / S * 10^e, and
 * M is half the distance to the next number. Numbers that fit are held in 32 or 64 bits, and wrap there, as in Java.
 */
function searchDigits({ fraction, binaryExponent, precision }: BinaryNumber, fractionBits: number): JavaDigits {
  const pointBits = Math.max(0, fractionBits - binaryExponent - 1);
  let exponent = estimateExponent(fraction, fractionBits, binaryExponent);
  const b5 = Math.max(0, -exponent);
  const s5 = Math.max(0, exponent);
  let b2 = b5 + pointBits + binaryExponent;
  let s2 = s5 + pointBits;
  let m2 = b2 - precision;
  b2 -= fractionBits - 1;
  const common = Math.min(b2, s2);
  b2 -= common;
  s2 -= common;
  m2 -= common;
  if (fractionBits === 1) m2 -= 1; // below a power of two the next number is half as far
  if (m2 < 0) {
    b2 -= m2;
    s2 -= m2;
    m2 = 0;
  }
  const width = chooseWidth(fractionBits + b2 + bitsOfPower5(b5), s2 + 1 + bitsOfPower5(s5 + 1));
  const wrap = (value: bigint) => (width === undefined ? value : BigInt.asIntN(width, value));
  const s = wrap((5n ** BigInt(s5)) << BigInt(s2));
  const tens = wrap(10n * s);
  let b = wrap((fraction * 5n ** BigInt(b5)) << BigInt(b2));
  let m = wrap((5n ** BigInt(b5)) << BigInt(width === undefined ? m2 : m2 % width));
  let isLow = false;
  let isHigh = false;
  const next = (): number => {
    const digit = b / s;
    b = wrap(10n * (b % s));
    m = wrap(10n * m);
    isLow = m <= 0n || b < m;
    isHigh = m <= 0n || (width === undefined ? b + m >= tens : wrap(b + m) > tens);
    return Number(digit);
  };
  const digits: number[] = [];
  const first = next();
  if (first === 0 && !isHigh) exponent -= 1;
  else digits.push(first);
  if (exponent < -3 || exponent >= 8) isLow = isHigh = false; // scientific notation wants a second digit
  while (!isLow && !isHigh) digits.push(next());
  const excess = wrap(2n * b - tens);
  const isUp = isHigh && (!isLow || excess > 0n || (excess === 0n && isOdd(digits.at(-1))));
  return isUp ? roundUp(digits, exponent + 1) : { digits: digits.join(''), exponent: exponent + 1 };
}

/** A floor of the decimal logarithm, or one more: from a straight line between the powers of two. */
function estimateExponent(fraction: bigint, fractionBits: number, binaryExponent: number): number {
  const mantissa = Number(fraction) / 2 ** (fractionBits - 1);
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + binaryExponent * 0.301029995663981);
}

/** Bits of 5^n as Java counts them: exactly below 27, generously from there on, and none for 1. */
function bitsOfPower5(n: number): number {
  if (n === 0) return 0;
  return n < 27 ? bitLength(5n ** BigInt(n)) : 3 * n;
}

function chooseWidth(bBits: number, tenSBits: number): 32 | 64 | undefined {
  if (bBits >= 64 || tenSBits >= 64) return undefined;
  return bBits < 32 && tenSBits < 32 ? 32 : 64;
}

function isOdd(digit: number | undefined): boolean {
  return digit !== undefined && digit % 2 === 1;
}

function roundUp(digits: readonly number[], exponent: number): JavaDigits {
  const last = findLastIndex(digits, (digit) => digit !== 9);
  const zeros = '0'.repeat(digits.length - 1 - Math.max(last, 0));
  if (last < 0) return { digits: `1${zeros}`, exponent: exponent + 1 };
  return { digits: `${digits.slice(0, last).join('')}${defined(digits[last]) + 1}${zeros}`, exponent };
}
