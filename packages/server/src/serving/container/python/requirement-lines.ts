import { defined } from '@catenary/scoring/internal/values';

/** A line of a requirements file as pip reads it: continuations joined, comments removed. */
export interface RequirementLine {
  /** Number of its last physical line, from 1. */
  readonly number: number;
  /** What is to be installed: a name with versions, an address, or a path. Empty in a line of options. */
  readonly requirement: string;
  /** The words from the first option on, without their quotes. */
  readonly options: readonly string[];
}

/** All ends of lines that Python's `str.splitlines` knows: pip splits with it. */
// oxlint-disable-next-line no-control-regex -- they end lines
const lineEnd = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/** The lines of a requirements file that are not empty. Takes time in proportion to the text. */
export function requirementLines(text: string): RequirementLine[] {
  const lines: RequirementLine[] = [];
  let joined: string[] = [];
  for (const [index, physical] of text.split(lineEnd).entries()) {
    const isComment = physical.trimStart().startsWith('#');
    if (physical.endsWith('\\') && !isComment) {
      joined.push(withoutBackslashes(physical));
      continue;
    }
    joined.push(isComment ? '' : physical);
    addLine(lines, joined.join(''), index + 1);
    joined = [];
  }
  addLine(lines, joined.join(''), text.length);
  return lines;
}

function addLine(lines: RequirementLine[], logical: string, number: number): void {
  const words = wordsOf(logical);
  if (words.length === 0) return;
  const first = words.findIndex((word) => word.startsWith('-'));
  const end = first === -1 ? words.length : first;
  lines.push({ number, requirement: words.slice(0, end).join(' '), options: words.slice(end) });
}

function withoutBackslashes(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\\') end--;
  return line.slice(0, end);
}

/** Splits as a shell does: blanks outside of quotes separate, and a word that begins with # begins a comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = defined(line[at]);
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '#' && word === undefined) {
      break;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
