import { JavaRegex } from '../../mleap/regex/java-regex.ts';
import { castTo } from './cast.ts';
import { type SqlType, type SqlValue, types, widerType } from './sql-type.ts';
import { refuse, type SqlMode, strict, type Typed } from './typed.ts';

/** Brings values to one type: the widest of the numbers; a text beside a number or a boolean becomes one. */
export function toOneType(text: string, values: readonly Typed[], mode: SqlMode): { type: SqlType; values: Typed[] } {
  let type: SqlType = types.null;
  for (const value of values) {
    const wider: SqlType | undefined = widerType(type, value.type) ?? withText(type, value.type, mode);
    if (wider === undefined) throw refuse(text, `${value.text} is of another type than what stands beside it`);
    type = wider;
  }
  return { type, values: values.map((value) => castTo(value, type, mode)) };
}

/** Legacy mode reads a text as the type beside it, ANSI mode widens whole numbers to long first. Source: Spark `TypeCoercion`. */
function withText(a: SqlType, b: SqlType, { isAnsi }: SqlMode): SqlType | undefined {
  const other = a.kind === 'string' ? b : b.kind === 'string' ? a : undefined;
  if (other === undefined || other.kind === 'other') return undefined;
  if (other.kind === 'decimal') return types.double;
  return isAnsi && ['byte', 'short', 'int'].includes(other.kind) ? types.long : other;
}

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

/** `= <> < <= > >=` and the null-safe `<=>`. */
export function comparison(operator: string, text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const { type, values } = toOneType(text, args, mode);
  if (type.kind === 'other') throw refuse(text, 'vectors and lists cannot be compared');
  const [a, b] = values as [Typed, Typed];
  if (operator !== '<=>') {
    const test = tests[operator] as (order: number) => boolean;
    return strict(text, types.boolean, [a, b], (x: SqlValue, y: SqlValue) => test(compare(x, y)));
  }
  const evaluate = (row: number) => {
    const [x, y] = [a.evaluate(row), b.evaluate(row)];
    return x === null || y === null ? x === y : compare(x, y) === 0;
  };
  return { type: types.boolean, text, evaluate };
}

/** `IN`: null if no item is equal and one of them is null. */
export function membership(text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const { values } = toOneType(text, args, mode);
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
export function logic(operator: 'and' | 'or', text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const [a, b] = args.map((arg) => toBoolean(text, arg, mode)) as [Typed, Typed];
  const decisive = operator === 'or';
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

/** `LIKE`: % for any text, _ for any character, \ before either for itself. The pattern must be a literal. */
export function like(text: string, args: readonly Typed[]): Typed {
  const [value, pattern] = args as [Typed, Typed];
  let source = '';
  for (const [part] of literalText(text, pattern).matchAll(/\\[\s\S]|[\s\S]/gu)) {
    if (part === '%') source += '[\\s\\S]*';
    else if (part === '_') source += '[\\s\\S]';
    else source += (part.length > 1 && part[0] === '\\' ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  const regex = new RegExp(`^(?:${source})$`, 'u');
  return strict(text, types.boolean, [textOf(text, value)], (given: string) => regex.test(given));
}

/** `RLIKE`: whether a Java pattern is found. */
export function regexLike(text: string, args: readonly Typed[]): Typed {
  const [value, pattern] = args as [Typed, Typed];
  const regex = new JavaRegex(literalText(text, pattern));
  return strict(text, types.boolean, [textOf(text, value)], (given: string) => regex.isFoundIn(given));
}

/** The value of a text literal: what must be known when the statement is read. */
export function literalText(text: string, value: Typed): string {
  if (value.type.kind !== 'string' || !/^['"]/.test(value.text))
    throw refuse(text, `${value.text} must be a literal text`);
  return value.evaluate(0) as string;
}

export function textOf(text: string, value: Typed): Typed {
  if (value.type.kind === 'other') throw refuse(text, `${value.text} is no text`);
  return castTo(value, types.string, { isAnsi: false });
}
