/** Decimals are whole numbers of units of 10^-scale. */
export function decimalText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`;
  return `${value < 0n ? '-' : ''}${whole}${fraction}`;
}

/** Another scale, halves rounded away from zero. */
export function rescale(value: bigint, from: number, to: number): bigint {
  if (to >= from) return value * 10n ** BigInt(to - from);
  return divideHalfUp(value, 10n ** BigInt(from - to));
}

export function divideHalfUp(value: bigint, by: bigint): bigint {
  const isNegative = value < 0n !== by < 0n;
  const [size, divisor] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const rounded = (2n * size + divisor) / (2n * divisor);
  return isNegative ? -rounded : rounded;
}

/**
 * More digits before the point are not a decimal, whatever the exponent; digits that far behind it do not affect
 * rounding.
 */
const maxDigits = 20_000;

/** The decimal of a text such as `-12.5e3`, or undefined; a fraction is cut off behind the digits that may count. */
export function parseDecimal(text: string): { readonly value: bigint; readonly scale: number } | undefined {
  const [, sign, written = '', behind = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text) ?? [];
  if (written === '' && behind === '') return undefined;
  const whole = written.replace(/^0+/, '');
  if (whole.length > maxDigits) return undefined;
  const fraction = behind.slice(0, maxDigits);
  const value = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { value, scale } : { value: value * 10n ** BigInt(-scale), scale: 0 };
}

export function fitsPrecision(value: bigint, precision: number): boolean {
  return (value < 0n ? -value : value) < 10n ** BigInt(precision);
}

/** Quotient by a positive number, halves to the even neighbour. */
export function divideHalfEven(value: bigint, by: bigint): bigint {
  const floor = divideFloor(value, by);
  const twice = (value - floor * by) * 2n;
  return twice > by || (twice === by && floor % 2n !== 0n) ? floor + 1n : floor;
}

/** Quotient by a positive number, the next below. */
export function divideFloor(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
