import { type BasicType, type DataType, list } from '../../../frame/data-type.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { type AssociationRule, type Item, toItem } from './association-rule.ts';

interface ItemSet {
  readonly items: readonly Item[];
  readonly count: number;
}

/** The rules of a stage, and the type that lists of its items have. */
export function savedRules(stage: SavedStage): { readonly rules: AssociationRule[]; readonly type: DataType } {
  const sets = stage.cells().map((cell) => ({ items: cell.list('items').map(toItem), count: cell.number('freq') }));
  return { rules: makeRules(sets, stage.params.number('minConfidence', 0.8)), type: list(itemType(sets)) };
}

/** The data do not distinguish whole numbers from others; lists of anything else are of texts. */
function itemType(sets: readonly ItemSet[]): BasicType {
  const items = sets.flatMap((set) => set.items);
  if (items.length === 0 || !items.every((item) => typeof item === 'number')) return 'string';
  return items.every(Number.isInteger) ? 'int' : 'double';
}

/**
 * A rule for each item of each frequent set: from the others to it, if it is among enough of those that have the others. Spark's
 * order is that of a shuffle; ours is that of the sets in the file. Source: Spark `AssociationRules.run`.
 */
function makeRules(sets: readonly ItemSet[], minConfidence: number): AssociationRule[] {
  const counts = new Map(sets.map(({ items, count }) => [JSON.stringify(items), count]));
  return sets.flatMap(({ items, count }) =>
    items.flatMap((consequent): AssociationRule[] => {
      const antecedent = items.filter((item) => item !== consequent);
      const whole = antecedent.length === 0 ? undefined : counts.get(JSON.stringify(antecedent));
      return whole !== undefined && count / whole >= minConfidence ? [{ antecedent, consequent }] : [];
    }),
  );
}
