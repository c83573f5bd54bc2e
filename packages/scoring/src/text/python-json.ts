import { own } from '../util/own.ts';
import { replaceBareWords } from './bare-words.ts';

/** A character that does not occur in JSON, neither outside of strings nor unescaped in them. */
const NAN = '\u0001NaN';

/**
 * JSON as Python's `json` reads it, with bare NaN, Infinity and -Infinity. `parse` gets valid JSON, with a reviver
 * where it needs one. Throws `SyntaxError`.
 */
export function parsePythonJson(text: string, parse: (text: string) => unknown): unknown {
  if (!/NaN|Infinity/.test(text)) return parse(text);
  let hasNan = false;
  const valid = replaceBareWords(text, (word) => {
    if (word === 'NaN') hasNan = true;
    return word === 'NaN' ? '"\\u0001NaN"' : word === 'Infinity' ? '1e999' : word;
  });
  const value = parse(valid);
  return hasNan ? withNan(value, 0) : value;
}

/** No valid body nests deeper; the reader of its cells refuses one that does. */
const MAX_DEPTH = 64;

/** Arrays and objects are changed in place: nothing else refers to them yet. */
function withNan(value: unknown, depth: number): unknown {
  if (value === NAN) return Number.NaN;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members)) {
    const member = own(members, key);
    if (member === NAN) members[key] = Number.NaN;
    else if (typeof member === 'object') withNan(member, depth + 1);
  }
  return value;
}
