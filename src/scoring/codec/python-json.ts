import { own } from '../../util/own.ts';

/** A character that no JSON text holds outside of its strings, nor inside of them as it is. */
const NAN = '\u0001NaN';

/** A string, or one of the words that Python's `json` reads and writes besides JSON. */
const stringOrWord = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|-?Infinity|NaN/g;

/**
 * JSON as Python's `json` reads it, with bare NaN, Infinity and -Infinity. `parse` gets lawful JSON, with a reviver where it
 * needs one. Throws `SyntaxError`.
 */
export function parsePythonJson(text: string, parse: (text: string) => unknown): unknown {
  if (!/NaN|Infinity/.test(text)) return parse(text);
  let hasNan = false;
  const lawful = text.replace(stringOrWord, (token) => {
    if (token.startsWith('"')) return token;
    if (token === 'NaN') hasNan = true;
    return token === 'NaN' ? '"\\u0001NaN"' : token === 'Infinity' ? '1e999' : '-1e999';
  });
  const value = parse(lawful);
  return hasNan ? withNan(value, 0) : value;
}

/** No lawful body nests deeper; what does is refused by whoever reads its cells. */
const MAX_DEPTH = 64;

/** Arrays and objects are changed in place: nobody else has them yet. */
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
