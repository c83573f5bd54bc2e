import { list } from '../../../frame/data-type.ts';
import { JavaRegex } from '../../../text/java-regex/java-regex.ts';
import { spend } from '../../../util/allowance.ts';
import type { BindFunction } from '../bind-function.ts';
import { like, literalText, regexLike, textOf } from '../comparison.ts';
import { SqlRowError } from '../sql-error.ts';
import { types } from '../sql-type.ts';
import { refuse, strict, type Typed } from '../typed.ts';
import { checkCount, onlyArgument } from './check-count.ts';

/** A part of a replacement: a text, or the number of a group. */
type Piece = string | number;

/** `$1` and `\$` of Java's `Matcher.appendReplacement`; a further digit belongs to the number while there is such a group. */
function parseReplacement(text: string, replacement: string, groupCount: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < replacement.length; at++) {
    const character = replacement.charAt(at);
    if (character === '\\') {
      if (++at === replacement.length) throw refuse(text, 'the replacement ends with a backslash');
      pieces.push(replacement.charAt(at));
    } else if (character === '$') {
      if (!/\d/.test(replacement[at + 1] ?? '')) throw refuse(text, 'in the replacement $ is followed by no digit');
      let group = Number(replacement[++at]);
      while (/\d/.test(replacement[at + 1] ?? '') && group * 10 + Number(replacement[at + 1]) <= groupCount) {
        group = group * 10 + Number(replacement[++at]);
      }
      pieces.push(group);
    } else pieces.push(character);
  }
  return pieces;
}

const replace: BindFunction = (text, args, { budget }) => {
  checkCount(text, args, [3, 4]);
  const [value, pattern, by, from] = args as [Typed, Typed, Typed, Typed?];
  if (from !== undefined && from.literal !== 1) throw refuse(text, 'the position must be 1');
  const regex = new JavaRegex(literalText(text, pattern), budget);
  const pieces = parseReplacement(text, literalText(text, by), regex.groupCount);
  const groupOf = (groups: readonly (string | undefined)[], group: number) => {
    if (group <= regex.groupCount) return groups[group] ?? '';
    throw new SqlRowError(`The replacement refers to group ${group} of ${regex.groupCount}`);
  };
  const compose = (groups: readonly (string | undefined)[]) => {
    const composed = pieces.map((piece) => (typeof piece === 'number' ? groupOf(groups, piece) : piece)).join('');
    spend(composed.length);
    return composed;
  };
  return strict({ text, type: types.string }, [textOf(text, value)], (given: string) =>
    regex.replaceEach(given, compose),
  );
};

/** The group of the first match, an empty text where there is none. */
const extract: BindFunction = (text, args, { budget }) => {
  checkCount(text, args, [2, 3]);
  const [value, pattern, index] = args as [Typed, Typed, Typed?];
  const group = index === undefined ? 1 : index.literal;
  if (typeof group !== 'number') throw refuse(text, 'the number of the group must be a literal');
  const regex = new JavaRegex(literalText(text, pattern), budget);
  return strict({ text, type: types.string }, [textOf(text, value)], (given: string) => {
    if (group < 0 || group > regex.groupCount)
      throw new SqlRowError(`The pattern has ${regex.groupCount} groups, not ${group}`);
    return regex.firstMatch(given)?.[group] ?? '';
  });
};

/** Texts between matches, empty ones at the end too unless the third argument is 0. */
const split: BindFunction = (text, args, { budget }) => {
  checkCount(text, args, [2, 3]);
  const [value, pattern, limit] = args as [Typed, Typed, Typed?];
  const most = limit === undefined ? -1 : limit.literal;
  if (most !== -1 && most !== 0) throw refuse(text, 'the limit must be -1 or 0');
  const source = literalText(text, pattern);
  if (source === '') throw refuse(text, 'the pattern is empty');
  const regex = new JavaRegex(source, budget);
  const type = { kind: 'other', dataType: list('string') } as const;
  return strict({ text, type }, [textOf(text, value)], (given: string) => regex.split(given, most === -1));
};

const likeOf =
  (isFolded: boolean): BindFunction =>
  (text, args) => {
    checkCount(text, args, [2, 3]);
    return like(text, args, isFolded);
  };

const found: BindFunction = (text, args, mode) => {
  checkCount(text, args, 2);
  return regexLike(text, args, mode);
};

/** Operators and functions of patterns. Source: Spark `regexpExpressions.scala`, Java's `Matcher`. */
export const patterns: Readonly<Record<string, BindFunction>> = {
  like: likeOf(false),
  ilike: likeOf(true),
  rlike: found,
  regexp_like: found,
  regexp: found,
  regexp_replace: replace,
  regexp_extract: extract,
  split,
  size: (text, args, mode) => {
    const value = onlyArgument(text, args);
    if (value.type.kind !== 'other' || value.type.dataType.shape !== 'list')
      throw refuse(text, `${value.text} is no list`);
    const evaluate = (row: number) => {
      const items = value.evaluate(row) as readonly unknown[] | null;
      return items === null ? (mode.isAnsi ? null : -1) : items.length;
    };
    return { type: types.int, text, evaluate };
  },
};
