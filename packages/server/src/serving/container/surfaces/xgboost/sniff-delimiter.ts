import { defined } from '@catenary/scoring/internal/values';

/** Characters of the first line that the container looks at. */
const SAMPLE_LENGTH = 512;

/** Taken first, in this order, if they occur at all. */
const preferred = [',', '\t', ';', ' ', ':'];

/**
 * What Python's `csv.Sniffer` makes of one line without quotes: the first preferred character that occurs, else the most
 * frequent ASCII character, of equals the one with the highest code. The container replaces a letter or digit by a comma.
 * Undefined if the line holds no ASCII character. (With quotes the guess may differ, but such cells do not parse anyway.)
 * Source: `Lib/csv.py` of CPython 3.11.
 */
export function sniffDelimiter(line: string): string | undefined {
  const sample = line.slice(0, SAMPLE_LENGTH);
  const counts = new Uint32Array(127);
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if (code < 127) counts[code] = defined(counts[code]) + 1;
  }
  const found = preferred.find((character) => defined(counts[character.charCodeAt(0)]) > 0);
  if (found !== undefined) return found;
  let best = -1;
  counts.forEach((count, code) => {
    if (count > 0 && (best < 0 || count >= defined(counts[best]))) best = code;
  });
  if (best < 0) return undefined;
  const guess = String.fromCharCode(best);
  return /[0-9A-Za-z]/.test(guess) ? ',' : guess;
}
