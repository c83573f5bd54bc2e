/**
 * Python's `repr(float)`: the shortest digits that read back to the same double, `2.0`, `1e-05`, `1e+16`, `nan`, `inf`.
 * Exponents begin below 1e-4 and from 1e16 on; JavaScript begins elsewhere and writes no `.0`.
 */
export function formatPythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : `${value}`;
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (value !== value) return 'nan';
  if (size === Number.POSITIVE_INFINITY) return value > 0 ? 'inf' : '-inf';
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** As `json.dumps` writes a float: like `repr`, but `NaN` and `Infinity`. */
export function formatPythonJsonNumber(value: number): string {
  if (Number.isFinite(value)) return formatPythonFloat(value);
  return value !== value ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Python's `float(text)`: blanks around it, `nan`, `inf`, `infinity` and `1_000` are allowed. Undefined if it would raise. */
export function parsePythonFloat(text: string): number | undefined {
  const number = Number(text);
  if (number - number === 0 && hasDecimalStart(text)) return number;
  const trimmed = text.trim();
  if (/^[\d._eE+-]+$/.test(trimmed)) {
    if (/(^|\D)_|_(\D|$)/.test(trimmed)) return undefined;
    const value = Number(trimmed.replaceAll('_', ''));
    return value === value ? value : undefined;
  }
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(trimmed);
  if (word === null) return undefined;
  if (word[2].toLowerCase() === 'nan') return Number.NaN;
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/**
 * Whether a text that JavaScript reads as a finite number begins as a decimal one, not as 0x10 and the like or a blank;
 * both languages then agree on the rest.
 */
function hasDecimalStart(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 0x30) return !(text.charCodeAt(1) > 0x39);
  return first === 0x2d || first === 0x2b || first === 0x2e || (first > 0x30 && first <= 0x39);
}
