import type { LoadClassifier } from './classifier.ts';
import { loadLogisticRegression } from './logistic-regression.ts';
import { loadDecisionTreeClassifier, loadGbtClassifier, loadRandomForestClassifier } from './tree-classifiers.ts';

/** Classifiers that are loaded from a model alone, so that `one_vs_rest` can hold them too. */
export const classifiers: Readonly<Record<string, LoadClassifier>> = {
  decision_tree_classifier: loadDecisionTreeClassifier,
  gbt_classifier: loadGbtClassifier,
  logistic_regression: loadLogisticRegression,
  random_forest_classifier: loadRandomForestClassifier,
};
