import { JavaRegex } from '../../text/java-regex/java-regex.ts';
import { own } from '../../util/own.ts';
import { castTo } from './cast.ts';
import { type LikeItem, likePattern } from './like-pattern.ts';
import { isNumeric, type SqlValue, types } from './sql-type.ts';
import { toOneType } from './to-one-type.ts';
import { refuse, type SqlCall, type SqlMode, strict, type Typed } from './typed.ts';

/** Spark's order of doubles: NaN equals itself and is the greatest; -0 equals 0. Texts go by their UTF-8 bytes. */
export function compare(a: SqlValue, b: SqlValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'number' && typeof b === 'number' && (a !== a || b !== b)) return Number(a !== a) - Number(b !== b);
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** By code point: half surrogates would come before what they are halves of. */
function compareTexts(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; ) {
    const [x, y] = [a.codePointAt(at) as number, b.codePointAt(at) as number];
    if (x !== y) return x - y;
    at += x > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

const tests: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '==': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Whether a boolean equals a number is asked of 0 and 1, but not in ANSI mode. Source: Spark `BooleanEquality`. */
function numbersForBooleans(operator: string, args: readonly Typed[], mode: SqlMode): readonly Typed[] {
  const number = args.find(({ type }) => isNumeric(type));
  if (number === undefined || mode.isAnsi || !['=', '==', '<=>', '<>', '!='].includes(operator)) return args;
  return args.map((arg) => (arg.type.kind === 'boolean' ? castTo(arg, number.type, mode) : arg));
}

/** `= <> < <= > >=` and the null-safe `<=>`. */
export function comparison({ name: operator, text, args, mode }: SqlCall): Typed {
  const { type, values } = toOneType(numbersForBooleans(operator, args, mode), 'comparison', { text, mode });
  if (type.kind === 'other') throw refuse(text, 'vectors and lists cannot be compared');
  const [a, b] = values as [Typed, Typed];
  if (operator !== '<=>') {
    const test = own(tests, operator) as (order: number) => boolean;
    return strict({ text, type: types.boolean }, [a, b], (x: SqlValue, y: SqlValue) => test(compare(x, y)));
  }
  const evaluate = (row: number) => {
    const [x, y] = [a.evaluate(row), b.evaluate(row)];
    return x === null || y === null ? x === y : compare(x, y) === 0;
  };
  return { type: types.boolean, text, evaluate };
}

/** `IN`: null if no item is equal and one of them is null. */
export function membership(text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const { values } = toOneType(args, mode.isAnsi ? 'comparison' : 'choice', { text, mode });
  const [value, ...items] = values as [Typed, ...Typed[]];
  const evaluate = (row: number) => {
    const wanted = value.evaluate(row);
    if (wanted === null) return null;
    let hasNull = false;
    for (const item of items) {
      const found = item.evaluate(row);
      if (found === null) hasNull = true;
      else if (compare(wanted, found) === 0) return true;
    }
    return hasNull ? null : false;
  };
  return { type: types.boolean, text, evaluate };
}

/** `AND` and `OR` over three values. */
export function logic({ name, text, args, mode }: SqlCall): Typed {
  const [a, b] = args.map((arg) => toBoolean(text, arg, mode)) as [Typed, Typed];
  const decisive = name === 'or';
  const evaluate = (row: number) => {
    const x = a.evaluate(row);
    if (x === decisive) return decisive;
    const y = b.evaluate(row);
    if (y === decisive) return decisive;
    return x === null || y === null ? null : !decisive;
  };
  return { type: types.boolean, text, evaluate };
}

export function toBoolean(text: string, value: Typed, mode: SqlMode): Typed {
  if (value.type.kind === 'boolean') return value;
  if (value.type.kind === 'null' || value.type.kind === 'string') return castTo(value, types.boolean, mode);
  throw refuse(text, `${value.text} is no condition`);
}

/**
 * `LIKE`: % for any text, _ for any character, the escape character (a backslash unless a third argument names another) before
 * either, or before itself, for that character. The pattern must be a literal. `ILIKE` compares both in lower case.
 * Source: Spark `StringUtils.escapeLikeRegex`, `ILike`.
 */
export function like(text: string, args: readonly Typed[], isFolded: boolean): Typed {
  const [value, pattern, escaper] = args as [Typed, Typed, Typed?];
  const escape = escaper === undefined ? '\\' : literalText(text, escaper);
  const written = literalText(text, pattern);
  const items: LikeItem[] = [];
  let isEscaped = false;
  for (const character of isFolded ? written.toLowerCase() : written) {
    if (isEscaped && !['%', '_', escape].includes(character)) {
      throw refuse(text, `in its pattern ${escape} stands before ${character}, which needs none`);
    }
    if (!isEscaped && character === escape) {
      isEscaped = true;
      continue;
    }
    if (!isEscaped && character === '%') items.push('any');
    else if (!isEscaped && character === '_') items.push('one');
    else items.push({ character });
    isEscaped = false;
  }
  if (isEscaped) throw refuse(text, `its pattern ends with ${escape}`);
  const test = likePattern(items);
  return strict({ text, type: types.boolean }, [textOf(text, value)], (given: string) =>
    test(isFolded ? given.toLowerCase() : given),
  );
}

/** `RLIKE`: whether a Java pattern is found. */
export function regexLike(text: string, args: readonly Typed[], { budget }: SqlMode): Typed {
  const [value, pattern] = args as [Typed, Typed];
  const regex = new JavaRegex(literalText(text, pattern), budget);
  return strict({ text, type: types.boolean }, [textOf(text, value)], (given: string) => regex.isFoundIn(given));
}

/** The value of a text literal: what must be known when the statement is read. */
export function literalText(text: string, value: Typed): string {
  if (typeof value.literal !== 'string') throw refuse(text, `${value.text} must be a literal text`);
  return value.literal;
}

export function textOf(text: string, value: Typed): Typed {
  if (value.type.kind === 'other') throw refuse(text, `${value.text} is no text`);
  return castTo(value, types.string, { isAnsi: false });
}
