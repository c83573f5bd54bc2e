import type { DataType } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';

/** An item of a list; whole numbers of 64 bits are numbers here. */
export type Item = string | number | boolean | null;

/** Whoever has all of `antecedent` is likely to have `consequent`. */
export interface AssociationRule {
  readonly antecedent: readonly Item[];
  readonly consequent: Item;
}

/**
 * `association_rules`: the items that the rules add to a list, each once and none that is in it, in the order of the rules.
 * A null list has none. `type` is that of both columns. Source: Spark `FPGrowthModel.transform`.
 */
export function associationRulesOp(rules: readonly AssociationRule[], type: DataType): Op {
  return {
    name: 'association_rules',
    compile(context) {
      const input = context.values('input', type);
      const output = context.outputValues('output', type);
      const byFirst = placesByFirst(rules);
      return (rowCount) => {
        output.values.length = rowCount;
        for (let row = 0; row < rowCount; row++) {
          if (context.hasFailed(row)) continue;
          const items = new Set(((input.values[row] ?? []) as readonly unknown[]).map(toItem));
          output.values[row] = consequents(rules, byFirst, items);
        }
      };
    },
  };
}

/** The places of the rules that begin with an item. */
function placesByFirst(rules: readonly AssociationRule[]): ReadonlyMap<Item, readonly number[]> {
  const byFirst = new Map<Item, number[]>();
  for (const [at, { antecedent }] of rules.entries()) {
    const places = byFirst.get(antecedent[0]);
    if (places === undefined) byFirst.set(antecedent[0], [at]);
    else places.push(at);
  }
  return byFirst;
}

/** What items are compared as. */
export function toItem(value: unknown): Item {
  return typeof value === 'bigint' ? Number(value) : (value as Item);
}

/** Only rules that begin with an item of the list can hold. */
function consequents(
  rules: readonly AssociationRule[],
  byFirst: ReadonlyMap<Item, readonly number[]>,
  items: ReadonlySet<Item>,
): Item[] {
  const candidates = [...items].flatMap((item) => byFirst.get(item) ?? []).sort((a, b) => a - b);
  const found = new Set<Item>();
  for (const at of candidates) {
    const { antecedent, consequent } = rules[at];
    if (!items.has(consequent) && antecedent.every((item) => items.has(item))) found.add(consequent);
  }
  return [...found];
}
