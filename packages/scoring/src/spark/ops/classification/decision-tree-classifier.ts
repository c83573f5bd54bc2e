import { bundleTree } from '../../attributes/bundle-trees.ts';
import { writeTree } from '../../attributes/write-trees.ts';
import { classifierOperator } from './classifier-operator.ts';
import {
  readTreeClassifier,
  savedTreeClassifier,
  type TreeClassifier,
  treeAttributes,
  treeClassifier,
} from './tree-classifier.ts';

/** `decision_tree_classifier`: raw is the leaf's class counts. Source: MLeap `DecisionTreeClassifierModel.scala`. */
export const decisionTreeClassifier = classifierOperator<TreeClassifier>({
  op: 'decision_tree_classifier',
  bundle: {
    read: (attributes, folder) =>
      readTreeClassifier(attributes, (classCount) => bundleTree(attributes, folder, classCount)),
  },
  write: (model) => writeTree(treeAttributes(model), model.trees),
  spark: { className: 'DecisionTreeClassificationModel', read: savedTreeClassifier },
  make: (model, context) => {
    const { classCount, trees } = model;
    return treeClassifier(model, context, (leaves, raw) => {
      for (let at = 0; at < classCount; at++) raw[at] = trees.leafValues[leaves[0] + at];
    });
  },
});
