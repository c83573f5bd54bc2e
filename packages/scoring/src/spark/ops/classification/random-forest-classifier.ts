import { bundleTrees } from '../../attributes/bundle-trees.ts';
import { writeTrees } from '../../attributes/write-trees.ts';
import { classifierOperator } from './classifier-operator.ts';
import {
  readTreeClassifier,
  savedTreeClassifier,
  type TreeClassifier,
  treeAttributes,
  treeClassifier,
} from './tree-classifier.ts';

/**
 * `random_forest_classifier`: raw is the sum over the trees of their leaf's shares; trees of an empty leaf do not count.
 * Weights are ignored. Source: MLeap `RandomForestClassifierModel.scala`.
 */
export const randomForestClassifier = classifierOperator<TreeClassifier>({
  op: 'random_forest_classifier',
  bundle: {
    read: (attributes, folder) =>
      readTreeClassifier(attributes, (classCount) => bundleTrees(attributes, folder, classCount)),
  },
  write: (model) =>
    writeTrees(treeAttributes(model), {
      trees: model.trees,
      member: { op: 'decision_tree_classifier', attributes: treeAttributes({ ...model, thresholds: undefined }) },
    }),
  spark: { className: 'RandomForestClassificationModel', read: savedTreeClassifier },
  make: (model, context) => {
    const { classCount, trees } = model;
    return treeClassifier(model, context, (leaves, raw) => {
      raw.fill(0);
      for (const leaf of leaves) {
        let total = 0;
        for (let at = 0; at < classCount; at++) total += trees.leafValues[leaf + at];
        if (total !== 0) for (let at = 0; at < classCount; at++) raw[at] += trees.leafValues[leaf + at] / total;
      }
    });
  },
});
