import type { DataType } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { pairNode } from '../../save/column-pairs.ts';
import { type AssociationRule, type Item, toItem } from './association-rule.ts';
import { savedRules } from './saved-rules.ts';

interface AssociationRules {
  readonly rules: readonly AssociationRule[];
  /** Of both columns. */
  readonly type: DataType;
}

/**
 * `association_rules`: the items that the rules add to a list, each once and none that is in it, in the order of the rules.
 * A null list has none. Source: Spark `FPGrowthModel.transform`.
 */
export const associationRules = operator<AssociationRules>({
  op: 'association_rules',
  spark: {
    classes: ['FPGrowthModel'],
    read: (stage, scope) => {
      const { params } = stage;
      const pair = { input: params.string('itemsCol', 'items'), output: params.string('predictionCol', 'prediction') };
      const { rules, type: itemsType } = savedRules(stage);
      const type = scope.columns.info(pair.input).type ?? itemsType;
      return [pairNode(scope, pair, { parameters: { rules, type }, info: { type } })];
    },
  },
  compile({ rules, type }, ports, context) {
    const input = ports.values('input', type);
    const output = ports.outputValues('output', type);
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
});

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
