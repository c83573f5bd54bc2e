/**
 * Fourteen digits before a point, a fraction that begins with 000 or 999 or is zero, an exponent, a negative zero. Below 10^13 the
 * doubles are less than 0.002 apart (IEEE 754), so no number with another fraction is read as a whole one.
 */
const lossy = /(?:^|[^\d.])\d{14}|\.(?:000|999|0+(?:\D|$))|\d[eE]|-0(?:[^\d.]|$)/;

/**
 * Whether a JSON text may hold a number whose value does not say how it was written: a whole number with a point or an
 * exponent, one with more digits than a double keeps, or -0. Also true where a string looks like one. Such a text is
 * parsed with a reviver that is given each number's text, which takes five to forty times as long.
 */
export const mayLoseNumberText = (json: string): boolean => lossy.test(json);
