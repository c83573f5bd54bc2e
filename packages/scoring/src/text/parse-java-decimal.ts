import { decimalDigit } from './decimal-digit.ts';
import { trimJava } from './parse-java-double.ts';

/** A whole number of units of 10^-scale. */
export interface JavaDecimal {
  readonly value: bigint;
  readonly scale: number;
}

/** Most digits before the point, and as many behind it as any type has and one more, by which it is rounded. */
const maxDigits = 38;
const usedScale = maxDigits + 1;
const maxExponent = 2 ** 31 - 1;

const form = /^([+-]?)(\p{Nd}*)(?:\.(\p{Nd}*))?(?:[eE]([+-]?)(\p{Nd}+))?$/u;

/**
 * Java's `new BigDecimal(text.trim())`, in digits of any script below U+10000, as Spark's `Decimal.fromString` takes it: with at
 * most 38 digits before the point, zeros that an exponent adds among them. Digits that do not count for any type are cut off.
 * Undefined if it is none.
 */
export function parseJavaDecimal(text: string): JavaDecimal | undefined {
  const found = form.exec(trimJava(text));
  if (found === null || /[\ud800-\udfff]/.test(text)) return undefined;
  const [, sign, whole = '', fraction = '', exponentSign = '', exponentDigits = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  const exponent = Number(`${exponentSign}${asciiDigits(exponentDigits)}`);
  const scale = fraction.length - exponent;
  if (Math.abs(exponent) > maxExponent || Math.abs(scale) > maxExponent) return undefined;
  const digits = asciiDigits(whole + fraction).replace(/^0+/, '') || '0';
  const before = digits.length - scale;
  if (before > maxDigits) return undefined;
  const used = digits.slice(0, Math.max(0, before + usedScale));
  const size = BigInt(used === '' ? '0' : used);
  const usedBehind = used === '' ? 0 : used.length - before;
  const shifted = usedBehind < 0 ? size * 10n ** BigInt(-usedBehind) : size;
  return { value: sign === '-' ? -shifted : shifted, scale: Math.max(0, usedBehind) };
}

const asciiDigits = (digits: string) => digits.replace(/\p{Nd}/gu, (digit) => String(decimalDigit(digit)));
