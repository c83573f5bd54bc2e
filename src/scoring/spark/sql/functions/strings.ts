import { JavaRegex } from '../../../mleap/regex/java-regex.ts';
import { castTo } from '../cast.ts';
import { literalText, textOf } from '../comparison.ts';
import type { BindFunction } from '../functions.ts';
import { type SqlType, type SqlValue, types } from '../sql-type.ts';
import { refuse, strict, type Typed } from '../typed.ts';
import { count } from './arguments.ts';

type Parameter = 'text' | 'int';

/** A function of texts and whole numbers; the last `optional` parameters may be left out. */
const ofTexts =
  (
    parameters: readonly Parameter[],
    type: SqlType,
    compute: (...values: never[]) => SqlValue,
    optional = 0,
  ): BindFunction =>
  (text, args, mode) => {
    count(text, args, parameters.length - optional, parameters.length);
    const operands = args.map((arg, at) => {
      return parameters[at] === 'text' ? textOf(text, arg) : castTo(arg, types.int, mode);
    });
    return strict(text, type, operands, compute);
  };

/** Positions count characters, not UTF-16 units, from 1, or from the end if negative. Source: Spark `UTF8String.substringSQL`. */
function substring(value: string, position: number, length = 0x7fffffff): string {
  const characters = Array.from(value);
  const start = position > 0 ? position - 1 : position < 0 ? characters.length + position : 0;
  return characters.slice(Math.max(start, 0), Math.max(start + length, 0)).join('');
}

function pad(value: string, length: number, filler: string, isLeft: boolean): string {
  const characters = Array.from(value);
  if (length <= characters.length) return characters.slice(0, Math.max(length, 0)).join('');
  const source = Array.from(filler);
  if (source.length === 0) return value;
  const fill = Array.from({ length: length - characters.length }, (_, at) => source[at % source.length]).join('');
  return isLeft ? fill + value : value + fill;
}

/** Spark's capitals: each word's first letter, words being parted by blanks. */
const initialCapitals = (value: string) =>
  value.toLowerCase().replace(/(^| )([^ ])/gu, (_, before: string, first: string) => before + first.toUpperCase());

const trimmer = (pattern: RegExp) => ofTexts(['text'], types.string, (value: string) => value.replace(pattern, ''));

/** Longest text that a function makes: a repeat or a padding must not fill the memory. */
const MAX_TEXT = 10_000_000;

function bounded(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  throw refuse('a text', `it grows beyond ${MAX_TEXT} characters`);
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
  trim: trimmer(/^ +| +$/g),
  ltrim: trimmer(/^ +/),
  rtrim: trimmer(/ +$/),
  reverse: ofTexts(['text'], types.string, (value: string) => Array.from(value).reverse().join('')),
  substring: ofTexts(['text', 'int', 'int'], types.string, substring, 1),
  substr: ofTexts(['text', 'int', 'int'], types.string, substring, 1),
  left: ofTexts(['text', 'int'], types.string, (value: string, size: number) => substring(value, 1, Math.max(size, 0))),
  right: ofTexts(['text', 'int'], types.string, (value: string, size: number) => {
    return size <= 0 ? '' : Array.from(value).slice(-size).join('');
  }),
  instr: ofTexts(['text', 'text'], types.int, (value: string, part: string) => {
    const at = value.indexOf(part);
    return at < 0 ? 0 : Array.from(value.slice(0, at)).length + 1;
  }),
  replace: ofTexts(
    ['text', 'text', 'text'],
    types.string,
    (value: string, part: string, by = '') => (part === '' ? value : value.replaceAll(part, () => by)),
    1,
  ),
  repeat: ofTexts(['text', 'int'], types.string, (value: string, times: number) => {
    return bounded(times * value.length > MAX_TEXT ? 'x'.repeat(MAX_TEXT + 1) : value.repeat(Math.max(times, 0)));
  }),
  lpad: ofTexts(
    ['text', 'int', 'text'],
    types.string,
    (v: string, n: number, f = ' ') => pad(v, Math.min(n, MAX_TEXT), f, true),
    1,
  ),
  rpad: ofTexts(
    ['text', 'int', 'text'],
    types.string,
    (v: string, n: number, f = ' ') => pad(v, Math.min(n, MAX_TEXT), f, false),
    1,
  ),
  startswith: ofTexts(['text', 'text'], types.boolean, (value: string, part: string) => value.startsWith(part)),
  endswith: ofTexts(['text', 'text'], types.boolean, (value: string, part: string) => value.endsWith(part)),
  contains: ofTexts(['text', 'text'], types.boolean, (value: string, part: string) => value.includes(part)),
  concat: (text, args) => {
    count(text, args, 1, 1000);
    return strict(
      text,
      types.string,
      args.map((arg) => textOf(text, arg)),
      (...values: string[]) => values.join(''),
    );
  },
  concat_ws: concatWith,
  regexp_replace: (text, args) => {
    count(text, args, 3);
    const [value, pattern, by] = args as [Typed, Typed, Typed];
    const regex = new JavaRegex(literalText(text, pattern));
    const replacement = literalText(text, by);
    if (/[$\\]/.test(replacement)) throw refuse(text, 'the replacement refers to groups');
    return strict(text, types.string, [textOf(text, value)], (given: string) => regex.replaceAll(given, replacement));
  },
};

/** Nulls are left out, unlike anywhere else. */
function concatWith(text: string, args: readonly Typed[]): Typed {
  count(text, args, 1, 1000);
  const [separator, ...parts] = args.map((arg) => textOf(text, arg)) as [Typed, ...Typed[]];
  const evaluate = (row: number) => {
    const between = separator.evaluate(row);
    if (between === null) return null;
    const values = parts.map((part) => part.evaluate(row)).filter((value) => value !== null);
    return values.join(between as string);
  };
  return { type: types.string, text, evaluate };
}
