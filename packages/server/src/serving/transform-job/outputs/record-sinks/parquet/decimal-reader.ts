import type { DecimalType } from '../../../plan/column-type-name.ts';

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
