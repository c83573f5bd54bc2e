/** What a walk has to reckon with in the cells that it compares. */
export interface CellKind {
  /** Rows may have missing cells. */
  readonly hasMissing: boolean;
  /** Some splits are by category; such rows may have missing cells too. */
  readonly hasCategories: boolean;
}

/** What the exports for a kind end in. */
export type Suffix = '' | 'Missing' | 'Categories';

/** Name of the export for a kind. */
export function exportName<Name extends string>(
  name: Name,
  { hasMissing, hasCategories }: CellKind,
): `${Name}${Suffix}` {
  return `${name}${hasCategories ? 'Categories' : hasMissing ? 'Missing' : ''}`;
}

/** The kinds that trees need: rows are taken to have missing cells where there are categories. */
export function cellKinds(hasCategories: boolean): readonly CellKind[] {
  const kinds = [false, true].map((hasMissing) => ({ hasMissing, hasCategories }));
  return hasCategories ? kinds.slice(1) : kinds;
}
