/**
 * A string, or a word that stands for a number which JSON does not have. An unterminated string extends to the end of the
 * text: it is read once, not once for each of its quotes.
 */
const stringOrWord = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|NaN|nan|Infinity|inf/g;

/** Replaces each `NaN`, `nan`, `Infinity` and `inf` outside of strings by what `write` returns; a sign before it stays. */
export function replaceBareWords(text: string, write: (word: string) => string): string {
  return text.replace(stringOrWord, (token) => (token.startsWith('"') ? token : write(token)));
}
