import { own } from '@catenary/scoring/internal/names';
import { trimEndOf } from '@catenary/scoring/internal/text';

/** Zeros in front are an id's, not a number's. */
const numberForm = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const integerForm = /^[+-]?(?:0|[1-9]\d*)$/;
/** What Python, Java, C and JavaScript print. */
const words: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** Undefined also for a number with more digits than a double holds: its last digits would be lost. */
export function readNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!numberForm.test(trimmed)) {
    const isNegative = trimmed.startsWith('-');
    const word = own(words, trimmed.slice(/^[+-]/.test(trimmed) ? 1 : 0).toLowerCase());
    return word === undefined || !isNegative ? word : -word;
  }
  const value = Number(trimmed);
  if (trimmed.length < 16 || Number.isSafeInteger(value)) return value;
  if (!integerForm.test(trimmed)) return isRounded(value, trimmed) ? undefined : value;
  return isTextOf(value, trimmed.replace(/^[+-]/, '')) ? value : undefined;
}

/** Most digits that languages print for a double, but those that print its exact value. */
const printedDigits = 17;
/** Most digits that JavaScript writes of a double. */
const maxPrecision = 100;

/**
 * Whether a fraction has digits that its double has not, as a decimal of twenty has. With an exponent it is a double that was
 * printed, if not longer than these are: older Javas print other digits than the nearest ones.
 */
function isRounded(value: number, text: string): boolean {
  const digits = trimEndOf(significantDigits(text), '0');
  const isPrinted = digits.length < 16 || (digits.length <= printedDigits && /e/i.test(text));
  if (isPrinted || !Number.isFinite(value) || significantDigits(String(value)) === digits) return false;
  return digits.length > maxPrecision || significantDigits(value.toPrecision(digits.length)) !== digits;
}

const significantDigits = (text: string) =>
  (text.split(/e/i)[0] as string).replaceAll(/[^0-9]/g, '').replace(/^0+/, '');

/** Digits of the largest double. */
const maxDigits = 309;

/** Whether these digits are the integer, or the shortest ones that identify its double: what languages print. */
function isTextOf(value: number, digits: string): boolean {
  if (digits.length > maxDigits || !Number.isFinite(value)) return false;
  const [shortest = '', exponent] = Math.abs(value).toExponential().replace('.', '').split('e');
  const printed = shortest.padEnd(Number(exponent) + 1, '0');
  return printed === digits || BigInt(Math.abs(value)) === BigInt(digits);
}

/** An integer of 64 bits, with a sign. */
const maxIntegerLength = 20;

export function readInteger(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (trimmed.length > maxIntegerLength || !integerForm.test(trimmed)) return undefined;
  const value = BigInt(trimmed.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
