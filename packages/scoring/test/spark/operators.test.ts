import { describe, expect, it } from 'vitest';
import { importOps } from '../../src/spark/import-ops.ts';
import { allOps, ops } from '../../src/spark/ops.ts';
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

  it('are the same where they are imported by their names; a new one has a line there as well', async () => {
    const imported = await importOps([...allOps.names, 'no_such_op', 'constructor']);
    expect(imported.names.toSorted()).toEqual(allOps.names.toSorted());
    expect(imported.names.filter((name) => imported.find(name) !== allOps.find(name))).toEqual([]);
    expect(['no_such_op', 'constructor'].map((name) => imported.find(name))).toEqual([undefined, undefined]);
  });

  it('are imported only if they are asked for', async () => {
    const { names, find } = await importOps(['binarizer']);
    expect(names.filter((name) => find(name) !== undefined)).toEqual(['binarizer']);
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
