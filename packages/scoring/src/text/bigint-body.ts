import { longInteger } from './long-integer.ts';
import { replaceTexts } from './replace-texts.ts';

/** A string, which may not end, or a word of at least this many characters: a number is one word. */
const stringOrLongWord = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|[-+.\w]{16,}/g;

/** No number that is counted has more digits. */
const wholeNumber = /^-?[1-9]\d{15,39}$/;

/**
 * `JSON.parse`, with whole numbers beyond 2^53 as bigint, of up to 40 digits. Throws `SyntaxError`. They are parsed as texts of their own kind, which
 * costs a tenth of a reviver that is given each number's text.
 */
export function parseBigintBody(text: string): unknown {
  if (!longInteger.test(text)) return JSON.parse(text) as unknown;
  const mark = unusedMark(text);
  const marked = text.replace(stringOrLongWord, (token) =>
    wholeNumber.test(token) && !Number.isSafeInteger(Number(token)) ? `"${mark}${token}"` : token,
  );
  return replaceTexts(JSON.parse(marked), (member) =>
    member.startsWith(mark) ? BigInt(member.slice(mark.length)) : member,
  );
}

/** A character that is not in the text, nor meant by an escape in it. */
function unusedMark(text: string): string {
  const escapes = text.includes('\\') ? text.toLowerCase() : '';
  for (let code = FIRST_PRIVATE; code <= LAST_PRIVATE; code++) {
    const mark = String.fromCharCode(code);
    if (!text.includes(mark) && !escapes.includes(`\\u${code.toString(16)}`)) return mark;
  }
  throw new SyntaxError('The text has characters that mean nothing, one of which is needed.');
}

/** Characters that mean nothing, of the private use area of Unicode: few, as the text is searched for each. */
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xe00f;
