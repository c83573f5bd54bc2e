import { type BasicType, list } from '../../../frame/data-type.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import { type AssociationRule, associationRulesOp, type Item, toItem } from '../../ops/spark-only/association-rules.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { step } from './ports.ts';

/** Items that go together. */
export const frequentPatterns: StageTable = { FPGrowthModel: predictItems };

function predictItems(...[stage, mapping]: Parameters<MapStage>): ReturnType<MapStage> {
  const sets = readItemSets(stage);
  const pair = {
    input: stage.params.string('itemsCol', 'items'),
    output: stage.params.string('predictionCol', 'prediction'),
  };
  const type = mapping.columns.info(pair.input).type ?? list(itemType(sets));
  const rules = makeRules(sets, stage.params.number('minConfidence', 0.8));
  const ownOp = associationRulesOp(rules, type);
  return [step(stage, mapping, pair, { op: 'association_rules', attributes: {}, info: { type }, ownOp })];
}

interface ItemSet {
  readonly items: readonly Item[];
  readonly count: number;
}

function readItemSets(stage: SavedStage): ItemSet[] {
  return stage.cells().map((cell) => ({ items: cell.list('items').map(toItem), count: cell.number('freq') }));
}

/** The data do not tell whole numbers from others; lists of anything else are of texts. */
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
