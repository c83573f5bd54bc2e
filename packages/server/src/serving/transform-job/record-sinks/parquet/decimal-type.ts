/** Digits of a decimal, and how many of them are after the point. */
export interface DecimalType {
  readonly precision: number;
  readonly scale: number;
}

const typeForm = /^decimal\((\d{1,2}),(\d{1,2})\)$/;
/** The most that other programs read everywhere. */
const maxPrecision = 38;

/** `decimal(18,2)`; undefined if it is not a decimal type. */
export function readDecimalType(name: string): DecimalType | undefined {
  const [, precision, scale] = (typeForm.exec(name) ?? []).map(Number);
  if (precision === undefined || scale === undefined) return undefined;
  return precision >= 1 && precision <= maxPrecision && scale <= precision ? { precision, scale } : undefined;
}

const decimalForm = /^([+-]?)(\d{1,80})(?:\.(\d{0,80}))?$/;

/** Gives the number without its point; undefined for a text that is not a decimal of this type, or would lose a digit. */
export function decimalReader({ precision, scale }: DecimalType): (text: string) => bigint | undefined {
  const limit = 10n ** BigInt(precision);
  return (text) => {
    const [, sign, whole, fraction = ''] = decimalForm.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const kept = fraction.slice(0, scale).padEnd(scale, '0');
    if (/[1-9]/.test(fraction.slice(scale))) return undefined;
    const unscaled = BigInt(whole + kept);
    if (unscaled >= limit) return undefined;
    return sign === '-' ? -unscaled : unscaled;
  };
}
