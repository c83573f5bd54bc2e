import { parseBigintJson } from '../../text/bigint-json.ts';
import { defined } from '../../util/defined.ts';
import { badModel } from './bad-model.ts';

/** By column, the categories in the order of their codes; undefined if there are some and their columns are unknown. */
export type CategoriesByColumn = ReadonlyMap<number, readonly unknown[]> | undefined;

/** What a file says about its columns. */
interface ColumnFacts {
  /** `feature_infos`: `[least:most]` of numbers, codes of categories such as `-1:2:0`, `none` of unused ones. */
  readonly infos: readonly string[];
  /** `categorical_feature` of the parameters: all columns of unordered categories, and those that the user named. */
  readonly named: ReadonlySet<number>;
}

/**
 * The last line that Python writes: a list of categories for each column of the dtype `category`, in the order of the
 * columns. The parameter `categorical_feature` says which columns those are; but it does not name ordered categories,
 * and it names whole numbers that were declared categorical, which have no list. If that leaves several answers, the
 * columns are unknown.
 */
export function readCategories(lines: readonly string[], infos: string): CategoriesByColumn {
  const line = lines.filter((text) => text.startsWith('pandas_categorical:')).at(-1);
  let lists: unknown;
  try {
    lists = parseBigintJson(line?.slice('pandas_categorical:'.length) ?? 'null');
  } catch {
    throw badModel('has a line pandas_categorical that is no JSON');
  }
  if (!Array.isArray(lists) || lists.length === 0) return new Map();
  if (!lists.every(Array.isArray)) throw badModel('has a line pandas_categorical that is no list of lists');
  const counts = (lists as unknown[][]).map((list) => list.length);
  const facts = { infos: infos.split(' '), named: readNamed(lines) };
  const columns = place(counts, facts);
  return columns === undefined
    ? undefined
    : new Map(columns.map((column, at) => [column, defined((lists as unknown[][])[at])]));
}

function readNamed(lines: readonly string[]): ReadonlySet<number> {
  const parameter = lines.map((line) => /^\[categorical_feature: ([\d,]+)\]$/.exec(line)?.[1]).find((text) => text);
  return new Set(parameter?.split(',').map(Number));
}

/** The column of each list, by the strictest rule that leaves one answer. */
function place(counts: readonly number[], { infos, named }: ColumnFacts): readonly number[] | undefined {
  const inOrder = [...named].sort((a, b) => a - b);
  if (inOrder.length === counts.length) return inOrder;
  const isCategory = (info: string, column: number) => named.has(column) || /^-?\d/.test(info);
  const sure = infos.flatMap((info, column) => (isCategory(info, column) ? [column] : []));
  if (sure.length === counts.length) return sure;
  const fits = (column: number, count: number) => mostCode(defined(infos[column])) === count - 1;
  return onlyPlacing(counts, infos.length, (column, count) => (named.has(column) ? true : fits(column, count)));
}

/** The largest code in an info; -1 if there is none. */
function mostCode(info: string): number {
  const numbers = info.replace(/[[\]]/g, '').split(':').map(Number);
  return numbers.every(Number.isInteger) && numbers.every((number) => number >= -1) ? Math.max(...numbers) : -1;
}

/** The only way to give each list a column behind that of the list before it; undefined if there is none, or several. */
function onlyPlacing(
  counts: readonly number[],
  width: number,
  fits: (column: number, count: number) => boolean,
): readonly number[] | undefined {
  // Leftmost and rightmost: if they agree, there is no other.
  const first: number[] = [];
  for (let column = 0; column < width && first.length < counts.length; column++)
    if (fits(column, defined(counts[first.length]))) first.push(column);
  const last: number[] = [];
  for (let column = width - 1; column >= 0 && last.length < counts.length; column--)
    if (fits(column, defined(counts[counts.length - 1 - last.length]))) last.unshift(column);
  const isOnly = first.length === counts.length && first.every((column, at) => column === last[at]);
  return isOnly ? first : undefined;
}
