import type { StepBudget } from '../../text/java-regex/step-budget.ts';
import type { Fitted } from '../fitted.ts';
import { englishStopWords } from './english-stop-words.ts';
import { isPythonBlank } from './python-dialect.ts';
import { compileTokenPattern } from './token-pattern.ts';

/** From a text to its terms (words, n-grams of words or characters), in order and with repetitions. */
export type Analyzer = (text: string) => string[];

/**
 * The analyser of a CountVectorizer, TfidfVectorizer or HashingVectorizer; `budget` is its token pattern's.
 * Source: `_VectorizerMixin.build_analyzer`.
 */
export function readAnalyzer(fitted: Fitted, budget: StepBudget): Analyzer {
  for (const name of ['preprocessor', 'tokenizer'])
    if (fitted.has(name)) throw fitted.refuse(`it has a ${name} of its own`);
  if (fitted.text('input', 'content') !== 'content') throw fitted.refuse('its input is files');
  const prepare = readPreparation(fitted);
  const [low = Number.NaN, high = Number.NaN] = fitted.doubles('ngram_range');
  if (!(low >= 1 && high <= 100)) throw fitted.unknown('ngram_range', 'a range of sizes');
  const kind = fitted.text('analyzer', 'word');
  if (kind === 'char') return (text) => characterGrams(joinBlanks(prepare(text)), low, high);
  if (kind === 'char_wb') return (text) => paddedWordGrams(prepare(text), low, high);
  if (kind !== 'word') throw fitted.refuse('its analyzer is a function');
  const tokenize = compileTokenPattern(fitted.text('token_pattern'), budget, fitted);
  const stopWords = readStopWords(fitted);
  return (text) =>
    wordGrams(
      tokenize(prepare(text)).filter((token) => !stopWords.has(token)),
      low,
      high,
    );
}

function readPreparation(fitted: Fitted): (text: string) => string {
  const lower = fitted.flag('lowercase', true) ? (text: string) => text.toLowerCase() : (text: string) => text;
  if (!fitted.has('strip_accents')) return lower;
  const marks = fitted.text('strip_accents') === 'unicode' ? /\p{Mn}/gu : /[^\0-\x7f]/g;
  return (text) => lower(text).normalize('NFKD').replace(marks, '');
}

function readStopWords(fitted: Fitted): ReadonlySet<string> {
  if (!fitted.has('stop_words')) return new Set();
  const value = fitted.raw('stop_words');
  if (value === 'english') return englishStopWords;
  if (value instanceof Set) return value as ReadonlySet<string>;
  return new Set(fitted.list('stop_words').map(String));
}

/** Single words first (if asked for), then pairs, and so on. */
function wordGrams(tokens: readonly string[], low: number, high: number): string[] {
  const grams: string[] = [];
  for (let size = low; size <= Math.min(high, tokens.length); size++) {
    if (size === 1) for (const token of tokens) grams.push(token);
    else for (let at = 0; at + size <= tokens.length; at++) grams.push(tokens.slice(at, at + size).join(' '));
  }
  return grams;
}

function characterGrams(text: string, low: number, high: number): string[] {
  const characters = Array.from(text);
  const grams: string[] = [];
  for (let size = low; size <= Math.min(high, characters.length); size++) {
    for (let at = 0; at + size <= characters.length; at++) grams.push(characters.slice(at, at + size).join(''));
  }
  return grams;
}

/** Each word between two blanks; a word shorter than the size is taken once, and no longer sizes of it. */
function paddedWordGrams(text: string, low: number, high: number): string[] {
  const grams: string[] = [];
  for (const word of splitAtBlanks(text)) {
    const characters = Array.from(` ${word} `);
    for (let size = low; size <= high; size++) {
      grams.push(characters.slice(0, size).join(''));
      for (let at = 1; at + size <= characters.length; at++) grams.push(characters.slice(at, at + size).join(''));
      if (size >= characters.length) break;
    }
  }
  return grams;
}

/** Python's `str.split()`. */
function splitAtBlanks(text: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isPythonBlank(text.charCodeAt(at))) continue;
    const start = at;
    while (at < text.length && !isPythonBlank(text.charCodeAt(at))) at++;
    words.push(text.slice(start, at));
  }
  return words;
}

/** Two blanks or more, of whatever kind, are one; a blank alone stays as it is. */
function joinBlanks(text: string): string {
  let joined = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const start = at;
    while (at < text.length && isPythonBlank(text.charCodeAt(at))) at++;
    if (at - start < 2) continue;
    joined += `${text.slice(from, start)} `;
    from = at;
  }
  return joined + text.slice(from);
}
