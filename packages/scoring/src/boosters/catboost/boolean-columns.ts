import { type DerivedColumn, hashCategory, mixKey } from './categories.ts';

const [ZERO, ONE] = [hashCategory('0'), hashCategory('1')] as const;
const keys: ReadonlySet<bigint> = new Set([ZERO, ONE].map((hash) => mixKey(0n, BigInt(hash))));

/**
 * Columns whose categories in training were 0 and 1 alone, as far as the file says. CatBoost takes booleans for these,
 * so that in such a column the words True and False are booleans that were written as text.
 */
export function booleanColumns(derived: readonly DerivedColumn[]): ReadonlySet<number> {
  const are = new Map<number, boolean>();
  const note = (column: number, isBoolean: boolean) => are.set(column, isBoolean && are.get(column) !== false);
  for (const each of derived) {
    if (each.kind === 'one-hot') note(each.column, each.hash === ZERO || each.hash === ONE);
    else {
      const [only, another] = each.key;
      if (only?.kind === 'category' && another === undefined) note(only.column, areKnown(each.table.counts));
    }
  }
  return new Set([...are].filter(([, isBoolean]) => isBoolean).map(([column]) => column));
}

const areKnown = (counts: ReadonlyMap<bigint, unknown>): boolean =>
  counts.size <= keys.size && [...counts.keys()].every((key) => keys.has(key));

/** How Python, Spark and spreadsheets write booleans. */
export const booleanWords: Readonly<Record<string, string>> = {
  True: '1',
  true: '1',
  TRUE: '1',
  False: '0',
  false: '0',
  FALSE: '0',
};
