import type { Fitted } from '../fitted.ts';
import { own } from '../../../util/own.ts';

/** Python's `\w` for texts: letters, numbers and the underscore. */
const WORD = '\\p{L}\\p{N}_';
/** Python's `\s` for texts, which has the separators 28 to 31 and 133, and lacks the byte order mark. */
const SPACE = ' \\t\\n\\r\\f\\v\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const classes: Readonly<Record<string, string>> = { w: WORD, d: '\\p{Nd}', s: SPACE };

/** Patterns come from the model file: what can take exponential or high polynomial time is refused. */
const MAX_LENGTH = 200;
const MAX_UNBOUNDED = 2;

/**
 * A vectoriser's `token_pattern`, translated from Python's `re` (texts) to JavaScript with the flags `gu`. Returns what finds
 * all tokens: the whole match, or the only group if there is one. With `(?i)`, Python also takes the dotless and the dotted
 * capital i for an i; here they stay letters of their own. Throws `unsupported_model` for what has no equal.
 */
export function compileTokenPattern(pattern: string, fitted: Fitted): (text: string) => string[] {
  const [flags = '', letters = ''] = /^\(\?([ui]+)\)/.exec(pattern) ?? [];
  const plain = pattern.slice(flags.length);
  const risky = /\)[*+?{]/.test(plain) || plain.length > MAX_LENGTH || plain.split('|').some(hasManyRepetitions);
  const foreign = /\(\?(?![:=!]|<[=!])|\\[AZzGkNpPbB]?\d|\\[AZNpP]|[*+?}]\+/.test(plain);
  if (risky || foreign) throw fitted.refuse('its token pattern is more than a simple one');
  let expression: RegExp;
  try {
    expression = new RegExp(translate(plain), letters.includes('i') ? 'giu' : 'gu');
  } catch {
    throw fitted.refuse('its token pattern has no equal here');
  }
  const hasGroup = /(?<!\\)\((?!\?)/.test(plain);
  return (text) => Array.from(text.matchAll(expression), (match) => (hasGroup ? (match[1] ?? '') : match[0]));
}

/** Long repetitions in one branch: each may multiply the time by the length of the text. */
function hasManyRepetitions(branch: string): boolean {
  return (branch.match(/(?<!\\)[*+]|\{\d*,\}|\{(?:\d*,)?\d{2,}\}/g) ?? []).length > MAX_UNBOUNDED;
}

/** Escapes that mean another set of characters in Python. */
function translate(pattern: string): string {
  let translated = '';
  let isInClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      translated += translateEscape(pattern[++at] ?? '', isInClass);
      continue;
    }
    if (character === '[') isInClass = true;
    if (character === ']') isInClass = false;
    translated += character;
  }
  return translated;
}

function translateEscape(letter: string, isInClass: boolean): string {
  const lower = letter.toLowerCase();
  const known = own(classes, lower);
  if (known !== undefined) {
    if (letter === lower) return isInClass ? known : `[${known}]`;
    if (!isInClass) return `[^${known}]`;
  }
  if (letter === 'b' && !isInClass) return `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;
  if (letter === 'B' && !isInClass) return `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`;
  // Python lets any punctuation be escaped; JavaScript with the flag u only what has a meaning.
  if (/[^\w]/.test(letter) && !/[$()*+./?[\\\]^{|}-]/.test(letter)) return letter;
  return letter === '-' && !isInClass ? '-' : `\\${letter}`;
}

/** Python's `str.split()`. */
export const whitespace = new RegExp(`[${SPACE}]+`, 'u');
/** Two or more white characters, which character n-grams see as one blank. */
export const wideWhitespace = new RegExp(`[${SPACE}]{2,}`, 'gu');
