import type { BindFunction } from '../bind-function.ts';
import { castTo } from '../cast.ts';
import { textOf } from '../comparison.ts';
import { SqlRowError } from '../sql-error.ts';
import { types } from '../sql-type.ts';
import type { Typed } from '../typed.ts';
import { checkCount } from './check-count.ts';
import { ofTexts } from './of-texts.ts';

/** Positions count characters, not UTF-16 units, from 1, or from the end if negative. Source: Spark `UTF8String.substringSQL`. */
export function substring(value: string, position: number, length = 0x7fffffff): string {
  const characters = Array.from(value);
  const start = position > 0 ? position - 1 : position < 0 ? characters.length + position : 0;
  return characters.slice(Math.max(start, 0), Math.max(start + length, 0)).join('');
}

/** The character of the low byte of a number; an empty text for negative ones. */
export const character = ofTexts(['long'], types.string, (code: number) => {
  return code < 0 ? '' : String.fromCharCode(Number(BigInt(code) & 255n));
});

/** Characters replaced one by one by those at the same place; those without one are dropped. */
export function translate(value: string, from: string, to: string): string {
  const targets = Array.from(to);
  const table = new Map<string, string>();
  Array.from(from).forEach((part, at) => {
    if (!table.has(part)) table.set(part, targets[at] ?? '');
  });
  return Array.from(value, (part) => table.get(part) ?? part).join('');
}

/** What stands before the n-th separator, or behind the n-th from the end. Source: Spark `UTF8String.subStringIndex`. */
export function substringIndex(value: string, separator: string, occurrence: number): string {
  if (separator === '' || occurrence === 0) return '';
  let at = -1;
  if (occurrence > 0) {
    for (let left = occurrence; left > 0; left--) {
      at = value.indexOf(separator, at + 1);
      if (at < 0) return value;
    }
    return value.slice(0, at);
  }
  at = value.length - separator.length + 1;
  for (let left = -occurrence; left > 0; left--) {
    at = at === 0 ? -1 : value.lastIndexOf(separator, at - 1);
    if (at < 0) return value;
  }
  return value.slice(at + separator.length);
}

/** The n-th part between separators, from the end if negative; an empty text if there are fewer. */
export function splitPart(value: string, separator: string, part: number): string {
  if (part === 0) throw new SqlRowError('Parts of a text count from 1');
  const parts = separator === '' ? [value] : value.split(separator);
  return (part > 0 ? parts[part - 1] : parts.at(part)) ?? '';
}

/** A text written over another from a position, for its own length unless one is given. */
export function overlay(...[value, by, position, length = -1]: readonly [string, string, number, number?]): string {
  const size = length < 0 ? Array.from(by).length : length;
  return substring(value, 1, position - 1) + by + substring(value, position + size);
}

/** Insertions, deletions and changes of characters that turn one text into another. */
export function editDistance(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const distances = Int32Array.from({ length: right.length + 1 }, (_, at) => at);
  let distance = right.length;
  left.forEach((x, row) => {
    let change = row;
    distance = row + 1;
    distances[0] = distance;
    right.forEach((y, at) => {
      const before = distances[at + 1] ?? 0;
      distance = Math.min(before + 1, distance + 1, change + (x === y ? 0 : 1));
      change = before;
      distances[at + 1] = distance;
    });
  });
  return distance;
}

/** `locate(part, text, from)`: where a part is first found, 0 for nowhere or without a place to begin at. */
export const locate: BindFunction = (text, args, mode) => {
  checkCount(text, args, [2, 3]);
  const [part, value] = args.slice(0, 2).map((arg) => textOf(text, arg)) as [Typed, Typed];
  const start = args[2] === undefined ? undefined : castTo(args[2], types.int, mode);
  const evaluate = (row: number) => {
    const from = start === undefined ? 1 : (start.evaluate(row) as number | null);
    if (from === null) return 0;
    const [sought, given] = [part.evaluate(row), value.evaluate(row)] as [string | null, string | null];
    if (sought === null || given === null) return null;
    if (from < 1) return 0;
    if (sought === '') return 1;
    const before = substring(given, 1, from - 1);
    const at = given.indexOf(sought, before.length);
    return at < 0 ? 0 : Array.from(given.slice(0, at)).length + 1;
  };
  return { type: types.int, text, evaluate };
};
