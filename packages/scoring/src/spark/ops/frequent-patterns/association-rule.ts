/** An item of a list; whole numbers of 64 bits are numbers here. */
export type Item = string | number | boolean | null;

/** Whoever has all of `antecedent` is likely to have `consequent`. */
export interface AssociationRule {
  readonly antecedent: readonly Item[];
  readonly consequent: Item;
}

/** What items are compared as. */
export function toItem(value: unknown): Item {
  return typeof value === 'bigint' ? Number(value) : (value as Item);
}
