import { doubleDigits, floatDigits, type JavaDigits } from './java-digits.ts';

/**
 * A double as `Double.toString` of Java 8 to 18 prints it (AWS's container runs Java 8, Spark 4.1 mostly 17): always with
 * a decimal point, plain for 1e-3 <= |x| < 1e7, else `1.0E-4`. NaN, Infinity and -Infinity by name.
 */
export function javaDoubleText(value: number): string {
  const size = value < 0 ? -value : value;
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return String(value);
  const isShortest = Number.isInteger(size)
    ? size < MAX_WHOLE
    : size < MAX_PLAIN && size > LEAST_NORMAL && !isPowerOf2(size);
  if (isShortest) return scientific(value.toExponential());
  return signed(value, doubleDigits(size));
}

/** A float32 value as Java's `Float.toString` prints it. */
export function javaFloatText(value: number): string {
  const size = value < 0 ? -value : value;
  if (size === 0 || !Number.isFinite(value)) return javaDoubleText(value);
  if (size < 1e7 && Number.isInteger(value)) return `${value}.0`;
  const isShortest = size < MAX_PLAIN_FLOAT && size > LEAST_NORMAL_FLOAT && !isPowerOf2(size);
  return isShortest ? javaDoubleText(shortestFloat(value)) : signed(value, floatDigits(size));
}

// Between these the shortest digits are also Java's, and cheaper to get. Below are the subnormal numbers, above those
// whose exact decimals may lie half-way between two shortest forms, and whole numbers that Java prints with more digits.
const LEAST_NORMAL = 2 ** -1022;
const MAX_PLAIN = 2 ** 45;
const MAX_WHOLE = 2 ** 53;
const LEAST_NORMAL_FLOAT = 2 ** -126;
const MAX_PLAIN_FLOAT = 2 ** 20;

const view = new DataView(new ArrayBuffer(8));

/** The distance to the next number below is but half of that above; Java's digits do not see to it as others do. */
function isPowerOf2(value: number): boolean {
  view.setFloat64(0, value);
  return (view.getUint32(0) & 0xfffff) === 0 && view.getUint32(4) === 0;
}

function signed(value: number, { digits, exponent }: JavaDigits): string {
  const sign = value < 0 ? '-' : '';
  if (exponent > 0 && exponent < 8) {
    const whole = digits.slice(0, exponent).padEnd(exponent, '0');
    return `${sign}${whole}.${digits.slice(exponent) || '0'}`;
  }
  if (exponent <= 0 && exponent > -3) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent - 1}`;
}

/** The double with the fewest digits that rounds to the float32 `value`; of two at equal distance the even one. */
export function shortestFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate === value ? value : evenOfTwo(value, candidate, digits);
  }
  return Number(value.toPrecision(9));
}

/** `candidate` is `value` rounded to `digits`, up if a 5 was cut off; where nothing stood behind the 5, evenness decides. */
function evenOfTwo(value: number, candidate: number, digits: number): number {
  const text = value.toExponential(digits);
  const end = text.indexOf('e');
  if (text[end - 1] !== '5' || Number(text) !== value) return candidate;
  const isEven = Number(text[digits === 1 ? 0 : end - 2]) % 2 === 0;
  return isEven ? Number(text.slice(0, end - 1) + text.slice(end)) : candidate;
}

/** `1.25e-7` to `1.25E-7`, `1e+21` to `1.0E21`. */
function scientific(text: string): string {
  const at = text.indexOf('e');
  const mantissa = text.slice(0, at);
  const exponent = text.slice(text[at + 1] === '+' ? at + 2 : at + 1);
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent}`;
}
