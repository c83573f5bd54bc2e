import { cellList } from '../frame/table.ts';
import { type TreeFacts, topFeatures } from '../kernels/trees/tree-facts.ts';
import type { ModelFacts } from '../scoring-model.ts';
import type { SklearnModel } from '../sklearn/sklearn-model.ts';
import { present } from '../util/present.ts';
import { featureLines, treeLines } from './tree-lines.ts';

/** An estimator of scikit-learn, for people. */
export function sklearnFacts(model: SklearnModel): ModelFacts {
  const { className, version, columns, featureNames, methods } = model;
  const classes = model.classes === undefined ? undefined : cellList(model.classes);
  const trees = model.describeTrees();
  // Behind other steps of a pipeline, columns are no longer those of the input.
  const names = trees?.columns === columns ? featureNames : undefined;
  const top = trees === undefined ? [] : topFeatures(trees.sums, (column) => names?.[column] ?? `column ${column}`);
  return {
    lines: [
      `scikit-learn ${version ?? '(release not stated)'} model ${className}`,
      `  methods ${methods.join(', ')}`,
      ...(columns === undefined ? [] : [`  features ${columns}${listed(featureNames)}`]),
      ...(classes === undefined ? [] : [`  classes ${classes.length}${listed(classes.map(String))}`]),
      ...(trees === undefined ? [] : treeLines(trees)),
      ...featureLines(top, 'importance'),
    ],
    details: {
      className,
      version,
      methods,
      featureCount: columns,
      featureNames,
      classes,
      ...plainFacts(trees),
      ...present({ topFeatures: trees && top }),
    },
  };
}

function plainFacts(trees: TreeFacts | undefined): Partial<TreeFacts> {
  if (trees === undefined) return {};
  const { treeCount, leafCount, maxDepth, comparisons } = trees;
  return { treeCount, leafCount, maxDepth, comparisons };
}

function listed(names: readonly string[] | undefined): string {
  if (names === undefined) return '';
  return `: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}`;
}
