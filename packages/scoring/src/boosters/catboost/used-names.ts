import type { Features } from './feature-splits.ts';

/** The names, by column, of the columns that a split uses: CatBoost does not check whether others are there. */
export function usedNames(
  { floats, oneHots, statistics }: Features,
  names: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const used = new Set<number>();
  for (const { column, borders } of floats) if (borders.length > 0) used.add(column);
  for (const { column, hashes } of oneHots) if (hashes.length > 0) used.add(column);
  for (const { statistic } of statistics) for (const { column } of statistic.key) used.add(column);
  return new Map([...names].filter(([column, name]) => used.has(column) && name !== ''));
}

/** The names of training as a list by column; empty unless all columns have one. */
export function listNames(names: ReadonlyMap<number, string>, featureCount: number): readonly string[] {
  const list = Array.from({ length: featureCount }, (_none, column) => names.get(column) ?? '');
  return list.includes('') ? [] : list;
}
