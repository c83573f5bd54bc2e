import { own } from '@catenary/scoring/internal/names';

/**
 * The first `length` characters of `JSON.stringify(value)`, or all of it: a large value is not written out to show where
 * it begins. For values that were parsed from JSON.
 */
export function jsonPrefix(value: unknown, length: number): string {
  return write(value, length).slice(0, length);
}

/** As `jsonPrefix`; there may be more of it. */
function write(value: unknown, length: number): string {
  // Of a longer string the closing quote stands behind all that is shown.
  if (typeof value === 'string') return JSON.stringify(value.length > length ? value.slice(0, length) : value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  let text = isList ? '[' : '{';
  let separator = '';
  for (const key in value) {
    if (text.length >= length) return text;
    text += isList ? separator : `${separator}${write(key, length - text.length)}:`;
    separator = ',';
    text += write(own(value as Record<string, unknown>, key), Math.max(0, length - text.length));
  }
  return text + (isList ? ']' : '}');
}
