/**
 * A double as Java's `Double.toString` prints it (shortest digits, as Java 19 and later): always with a decimal point,
 * plain for 1e-3 <= |x| < 1e7, else `1.0E-4`. NaN, Infinity and -Infinity by name.
 */
export function javaDoubleText(value: number): string {
  const size = value < 0 ? -value : value;
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return String(value);
  return scientific(value.toExponential());
}

/** A float32 value as Java's `Float.toString` prints it. */
export function javaFloatText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return javaDoubleText(value);
  return javaDoubleText(shortestFloat(value));
}

/** The double with the fewest digits that rounds to the float32 `value`. */
export function shortestFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}

/** `1.25e-7` to `1.25E-7`, `1e+21` to `1.0E21`. */
function scientific(text: string): string {
  const at = text.indexOf('e');
  const mantissa = text.slice(0, at);
  const exponent = text.slice(text[at + 1] === '+' ? at + 2 : at + 1);
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent}`;
}
