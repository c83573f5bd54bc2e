import { decimalDigit } from './decimal-digit.ts';

const decimal = /^[+-]?(?:NaN|Infinity|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const hexadecimal = /^([+-]?)0[xX](?:([\da-fA-F]+)(?:\.([\da-fA-F]*))?|\.([\da-fA-F]+))[pP]([+-]?\d+)[fFdD]?$/;

/** Java's `Double.parseDouble`: blanks around, exponents, `NaN`, `Infinity`, a suffix d or f, hex floats. Undefined if it is none. */
export function parseJavaDouble(text: string): number | undefined {
  const trimmed = trimJava(text);
  if (decimal.test(trimmed)) {
    const last = trimmed.charCodeAt(trimmed.length - 1) | 32;
    const hasSuffix = (last === 100 || last === 102) && !trimmed.endsWith('Infinity');
    return Number(hasSuffix ? trimmed.slice(0, -1) : trimmed);
  }
  if (trimmed === '+NaN' || trimmed === '-NaN') return Number.NaN;
  const hex = hexadecimal.exec(trimmed);
  return hex === null ? undefined : hexValue(hex);
}

const ranges: Readonly<Record<'byte' | 'short' | 'int' | 'long', readonly [bigint, bigint]>> = {
  byte: [-128n, 127n],
  short: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  long: [-9223372036854775808n, 9223372036854775807n],
};

/**
 * Java's `Integer.parseInt` and its like: a decimal with optional sign, no blanks, within the type, in the digits of any
 * script that has them below U+10000. Undefined if it is none.
 */
export function parseJavaInteger(text: string, type: keyof typeof ranges): bigint | undefined {
  const ascii = /^[+-]?\d{1,400}$/.test(text) ? text : asciiDigits(text);
  if (ascii === undefined) return undefined;
  const value = BigInt(ascii.startsWith('+') ? ascii.slice(1) : ascii);
  const [low, high] = ranges[type];
  return value >= low && value <= high ? value : undefined;
}

/** A whole number in digits of any script; Java takes none beyond U+FFFF. */
function asciiDigits(text: string): string | undefined {
  if (!/^[+-]?\p{Nd}{1,400}$/u.test(text) || /[\ud800-\udfff]/.test(text)) return undefined;
  return text.replace(/\p{Nd}/gu, (digit) => String(decimalDigit(digit)));
}

/** Java's `String.trim`: drops everything up to U+0020 at both ends. */
export function trimJava(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function hexValue([, sign, whole = '', fraction = '', bare = '', exponent]: RegExpExecArray): number {
  const digits = whole + fraction + bare;
  const shift = Number(exponent) - 4 * (fraction.length + bare.length);
  const mantissa = Number(BigInt(`0x${digits}`));
  const half = Math.trunc(shift / 2);
  const value = mantissa * 2 ** half * 2 ** (shift - half);
  return sign === '-' ? -value : value;
}
