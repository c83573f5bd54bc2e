import { replaceBareWords } from './bare-words.ts';
import { replaceTexts } from './replace-texts.ts';

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
  return hasNan ? replaceTexts(value, (member) => (member === NAN ? Number.NaN : member)) : value;
}
