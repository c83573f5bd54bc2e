import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { spend } from '../../../util/allowance.ts';
import { findLastIndex } from '../../../util/find-last-index.ts';
import type { BindFunction } from '../bind-function.ts';
import { textOf } from '../comparison.ts';
import { SqlRowError } from '../sql-error.ts';
import { type SqlValue, types } from '../sql-type.ts';
import type { Typed } from '../typed.ts';
import { checkCount } from './check-count.ts';
import { ofTexts } from './of-texts.ts';
import {
  character,
  editDistance,
  locate,
  overlay,
  splitPart,
  substring,
  substringIndex,
  translate,
} from './substrings.ts';

/** What is kept of a text that is to have a length, and what is put beside it. */
function padding(value: string, length: number, filler: string): [kept: string, fill: string] {
  const characters = Array.from(value);
  if (length - characters.length < -(2 ** 31)) throw new SqlRowError(`The size ${length} overflows int`);
  if (length <= characters.length) return [characters.slice(0, Math.max(length, 0)).join(''), ''];
  const source = Array.from(filler);
  if (source.length === 0) return [value, ''];
  const missing = length - characters.length;
  const fill = filler.repeat(Math.floor(missing / source.length));
  return [value, fill + source.slice(0, missing % source.length).join('')];
}

/** Spark's capitals: each word's first letter, words being parted by blanks. */
const initialCapitals = (value: string) =>
  value.toLowerCase().replace(/(^| )([^ ])/gu, (_, before: string, first: string) => before + first.toUpperCase());

/** TRIM and its like, of blanks or of the characters of a second text. */
const trimmer = (atStart: boolean, atEnd: boolean) =>
  ofTexts(['text', 'text?'], types.string, (value: string, of = ' ') => {
    const trimmed = new Set(of);
    const characters = Array.from(value);
    const isKept = (letter: string) => !trimmed.has(letter);
    const first = characters.findIndex(isKept);
    if (first < 0) return '';
    return characters.slice(atStart ? first : 0, atEnd ? findLastIndex(characters, isKept) + 1 : undefined).join('');
  });

/** Trims with the characters before the text, as `trim(characters, text)` and `TRIM(characters FROM text)` have them. */
const trimFirst =
  (trim: BindFunction): BindFunction =>
  (text, args, mode) =>
    trim(text, [...args].reverse(), mode);

/** Longest text that a function makes: a repeat or a padding must not fill the memory. */
const MAX_TEXT = 10_000_000;

function boundedSize(size: number): number {
  if (size > MAX_TEXT) throw new SqlRowError(`A text of ${size} characters is longer than ${MAX_TEXT}`);
  const bounded = Math.max(size, 0);
  spend(bounded);
  return bounded;
}

/** Functions of texts. Source: Spark `stringExpressions.scala`. */
export const strings: Readonly<Record<string, BindFunction>> = {
  upper: ofTexts(['text'], types.string, (value: string) => value.toUpperCase()),
  ucase: ofTexts(['text'], types.string, (value: string) => value.toUpperCase()),
  lower: ofTexts(['text'], types.string, (value: string) => value.toLowerCase()),
  lcase: ofTexts(['text'], types.string, (value: string) => value.toLowerCase()),
  initcap: ofTexts(['text'], types.string, initialCapitals),
  length: ofTexts(['text'], types.int, (value: string) => Array.from(value).length),
  char_length: ofTexts(['text'], types.int, (value: string) => Array.from(value).length),
  trim: trimFirst(trimmer(true, true)),
  btrim: trimmer(true, true),
  ltrim: trimFirst(trimmer(true, false)),
  rtrim: trimFirst(trimmer(false, true)),
  reverse: ofTexts(['text'], types.string, (value: string) => Array.from(value).reverse().join('')),
  substring: ofTexts(['text', 'int', 'int?'], types.string, substring),
  substr: ofTexts(['text', 'int', 'int?'], types.string, substring),
  left: ofTexts(['text', 'int'], types.string, (value: string, size: number) => substring(value, 1, Math.max(size, 0))),
  right: ofTexts(['text', 'int'], types.string, (value: string, size: number) => {
    return size <= 0 ? '' : Array.from(value).slice(-size).join('');
  }),
  instr: ofTexts(['text', 'text'], types.int, (value: string, part: string) => {
    const at = value.indexOf(part);
    return at < 0 ? 0 : Array.from(value.slice(0, at)).length + 1;
  }),
  replace: ofTexts(['text', 'text', 'text?'], types.string, replaceAll),
  repeat: ofTexts(['text', 'int'], types.string, (value: string, times: number) => {
    return value.repeat(value === '' ? 0 : boundedSize(times * value.length) / value.length);
  }),
  lpad: ofTexts(['text', 'int', 'text?'], types.string, (value: string, size: number, filler = ' ') => {
    const [kept, fill] = padding(value, boundedSize(size), filler);
    return fill + kept;
  }),
  rpad: ofTexts(['text', 'int', 'text?'], types.string, (value: string, size: number, filler = ' ') => {
    const [kept, fill] = padding(value, boundedSize(size), filler);
    return kept + fill;
  }),
  startswith: ofTexts(['text', 'text'], types.boolean, (value: string, part: string) => value.startsWith(part)),
  endswith: ofTexts(['text', 'text'], types.boolean, (value: string, part: string) => value.endsWith(part)),
  contains: ofTexts(['text', 'text'], types.boolean, (value: string, part: string) => value.includes(part)),
  concat,
  '||': concat,
  concat_ws: concatWith,
  ascii: ofTexts(['text'], types.int, (value: string) => value.codePointAt(0) ?? 0),
  octet_length: ofTexts(['text'], types.int, (value: string) => getTextEncoding().encodeUtf8(value).length),
  bit_length: ofTexts(['text'], types.int, (value: string) => getTextEncoding().encodeUtf8(value).length * 8),
  character_length: ofTexts(['text'], types.int, (value: string) => Array.from(value).length),
  len: ofTexts(['text'], types.int, (value: string) => Array.from(value).length),
  chr: character,
  char: character,
  space: ofTexts(['int'], types.string, (size: number) => ' '.repeat(boundedSize(size))),
  translate: ofTexts(['text', 'text', 'text'], types.string, translate),
  substring_index: ofTexts(['text', 'text', 'int'], types.string, substringIndex),
  split_part: ofTexts(['text', 'text', 'int'], types.string, splitPart),
  position: locate,
  locate,
  overlay: ofTexts(['text', 'text', 'int', 'int?'], types.string, overlay),
  levenshtein: ofTexts(['text', 'text'], types.int, editDistance),
  find_in_set: ofTexts(['text', 'text'], types.int, (value: string, set: string) => {
    return value.includes(',') ? 0 : set.split(',').indexOf(value) + 1;
  }),
};

/** A text that may be much longer than those that it is made of. */
function replaceAll(value: string, part: string, by = ''): string {
  if (part === '') return value;
  if (by.length > part.length) spend((value.length / part.length) * by.length);
  return value.replaceAll(part, () => by);
}

function joined(values: readonly SqlValue[], between: string): string {
  spend(values.reduce((sum: number, value) => sum + String(value).length + between.length, 0));
  return values.join(between);
}

/** Null if one argument is, but all are looked at first. */
function concat(text: string, args: readonly Typed[]): Typed {
  checkCount(text, args, [1, 1000]);
  const parts = args.map((arg) => textOf(text, arg));
  const evaluate = (row: number) => {
    const values = parts.map((part) => part.evaluate(row));
    return values.includes(null) ? null : joined(values, '');
  };
  return { type: types.string, text, evaluate };
}

/** Nulls are left out, unlike anywhere else. */
function concatWith(text: string, args: readonly Typed[]): Typed {
  checkCount(text, args, [1, 1000]);
  const [separator, ...parts] = args.map((arg) => textOf(text, arg)) as [Typed, ...Typed[]];
  const evaluate = (row: number) => {
    const between = separator.evaluate(row);
    if (between === null) return null;
    const values = parts.map((part) => part.evaluate(row)).filter((value) => value !== null);
    return joined(values, between as string);
  };
  return { type: types.string, text, evaluate };
}
