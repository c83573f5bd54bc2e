import { describe, expect, it } from 'vitest';
import { ops } from '../../src/spark/ops.ts';
import { savedOps } from '../../src/spark/saved-ops.ts';

const all = [...ops, ...savedOps];

describe('the operators of Spark', () => {
  it('have a name each: where Spark and MLeap differ, there is one operator all the same', () => {
    const names = all.map(({ op }) => op);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('stand in the table of bundles if MLeap has them, else in that of saved pipelines', () => {
    expect(ops.filter(({ openBundle }) => openBundle === undefined).map(({ op }) => op)).toEqual([]);
    expect(savedOps.filter(({ openBundle }) => openBundle !== undefined).map(({ op }) => op)).toEqual([]);
    expect(savedOps.filter(({ classes }) => classes.length === 0).map(({ op }) => op)).toEqual([]);
  });

  it('read a class alone, except for the trees, whose further columns are those of another operator', () => {
    const readers = new Map<string, string[]>();
    for (const { op, classes } of all)
      for (const name of classes) readers.set(name, [...(readers.get(name) ?? []), op]);
    const shared = [...readers].filter(([, operators]) => operators.length > 1).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(shared).toEqual([
      ['DecisionTreeClassificationModel', ['decision_tree_classifier', 'tree_leaves']],
      ['DecisionTreeRegressionModel', ['decision_tree_regression', 'tree_leaves']],
      ['GBTClassificationModel', ['gbt_classifier', 'tree_leaves']],
      ['GBTRegressionModel', ['gbt_regression', 'tree_leaves']],
      ['RandomForestClassificationModel', ['random_forest_classifier', 'tree_leaves']],
      ['RandomForestRegressionModel', ['random_forest_regression', 'tree_leaves']],
    ]);
  });
});
