import { parseJavaDouble, trimJava } from './parse-java-double.ts';

const parts = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?[fFdD]?$/;

/**
 * Java's `Float.parseFloat`: the float nearest to the decimal itself. By way of the nearest double a decimal just beside
 * the middle of two floats would become that middle, and then the even one. Undefined if the text is no number.
 */
export function parseJavaFloat(text: string): number | undefined {
  const value = parseJavaDouble(text);
  if (value === undefined || !Number.isFinite(value)) return value;
  const nearest = Math.fround(value);
  if (!mayBeMiddle(value)) return nearest;
  const size = Math.abs(value);
  const other = neighbour(Math.abs(nearest), Math.abs(nearest) < size ? 1 : -1);
  if (nearest === value || (Math.abs(nearest) + other) / 2 !== size) return nearest;
  const side = compareDecimal(text, size);
  if (side === 0) return nearest;
  const [low, high] = [Math.min(Math.abs(nearest), other), Math.max(Math.abs(nearest), other)];
  return (side < 0 ? low : high) * Math.sign(value);
}

const view = new DataView(new ArrayBuffer(8));

/** Of the 29 bits that a float has not only the first is set; among subnormal floats the middle may be elsewhere. */
function mayBeMiddle(value: number): boolean {
  view.setFloat64(0, value);
  return (view.getUint32(4) & 0x1fffffff) === 0x10000000 || Math.abs(value) < 2 ** -126;
}

/** The next float above or below one that is not negative. */
function neighbour(size: number, step: number): number {
  view.setFloat32(0, size);
  view.setUint32(0, view.getUint32(0) + step);
  return view.getFloat32(0);
}

/** Whether a decimal without its sign is below, at or above a number, in whole numbers of any length. */
function compareDecimal(text: string, size: number): number {
  const found = parts.exec(trimJava(text));
  if (found === null) return 0;
  const [, whole = '', fraction = '', exponent = '0'] = found;
  const tens = Number(exponent) - fraction.length;
  const { digits, twos } = binary(size);
  const decimal = BigInt(whole + fraction) * 10n ** BigInt(Math.max(tens, 0)) * 2n ** BigInt(Math.max(-twos, 0));
  const other = digits * 10n ** BigInt(Math.max(-tens, 0)) * 2n ** BigInt(Math.max(twos, 0));
  if (decimal === other) return 0;
  return decimal < other ? -1 : 1;
}

/** A number as digits times a power of two. */
function binary(size: number): { digits: bigint; twos: number } {
  view.setFloat64(0, size);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0
    ? { digits: fraction, twos: -1074 }
    : { digits: fraction | 0x10000000000000n, twos: exponent - 1075 };
}
