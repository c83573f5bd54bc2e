import type { CharTest, RegexNode } from './regex-node.ts';

const isLineBreak = (code: number) => code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
/** What a `.` takes without the flag s. */
export const notLineEnd: CharTest = (point) => !isLineBreak(point);

/** `^` under the flag m: nowhere at the end of the text, be it empty. */
export function isLineStart(text: string, at: number): boolean {
  if (at === text.length) return false;
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return isLineBreak(before) && !(before === 13 && text.charCodeAt(at) === 10);
}

/** `$` under the flag m. */
export function isLineEnd(text: string, at: number): boolean {
  if (at === text.length) return true;
  return isLineBreak(text.charCodeAt(at)) && !(text.charCodeAt(at) === 10 && text.charCodeAt(at - 1) === 13);
}

/** `$` without flags: the end, or before a line break that ends the text. */
export function isFinalEnd(text: string, at: number): boolean {
  if (at === text.length) return true;
  if (at === text.length - 2) return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10;
  return (
    at === text.length - 1 &&
    isLineBreak(text.charCodeAt(at)) &&
    !(text.charCodeAt(at) === 10 && text.charCodeAt(at - 1) === 13)
  );
}

const wordChar = /^[\p{L}\p{Nd}_]$/u;
const markChar = /^\p{Mn}$/u;
/** How far back a mark's letter is looked for: beyond it there is no writing, but time to lose. */
const MAX_MARKS = 64;

/** The character that ends before `at`, a surrogate pair being one. */
function charBefore(text: string, at: number): string {
  const isPair = at >= 2 && (text.codePointAt(at - 2) as number) > 0xffff;
  return text.slice(isPair ? at - 2 : Math.max(at - 1, 0), at);
}

/** A letter, digit or underscore, or a combining mark upon one. */
function isWord(char: string, text: string, at: number): boolean {
  if (wordChar.test(char)) return true;
  if (!markChar.test(char)) return false;
  let base = char;
  const first = Math.max(at - MAX_MARKS, 0);
  for (let end = at; end > first && markChar.test(base); end -= base.length) base = charBefore(text, end);
  return base !== '_' && wordChar.test(base);
}

/** Java before 19: letters and digits of all scripts count for \b. */
function isWordBoundary(text: string, at: number): boolean {
  const point = text.codePointAt(at);
  const after = point === undefined ? '' : String.fromCodePoint(point);
  const before = charBefore(text, at);
  return isWord(before, text, at - before.length) !== isWord(after, text, at);
}

/** `\A \z \Z \b \B`. */
export const assertions: Readonly<Record<string, (text: string, at: number) => boolean>> = {
  A: (_, at) => at === 0,
  z: (text, at) => at === text.length,
  Z: isFinalEnd,
  b: isWordBoundary,
  B: (text, at) => !isWordBoundary(text, at),
};

/** `\R`. */
export const lineBreak: RegexNode = {
  kind: 'choice',
  options: [
    { kind: 'sequence', parts: [13, 10].map((code): RegexNode => ({ kind: 'char', test: (point) => point === code })) },
    { kind: 'char', test: (point) => (point >= 10 && point <= 13) || isLineBreak(point) },
  ],
};
