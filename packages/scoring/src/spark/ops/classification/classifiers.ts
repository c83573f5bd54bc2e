import type { LoadClassifier } from './classifier.ts';
import { loadLinearSvc, loadSupportVectorMachine } from './linear-margins.ts';
import { loadLogisticRegression } from './logistic-regression.ts';
import { loadMultiLayerPerceptron } from './multi-layer-perceptron.ts';
import { loadNaiveBayes } from './naive-bayes.ts';
import { loadDecisionTreeClassifier, loadGbtClassifier, loadRandomForestClassifier } from './tree-classifiers.ts';

/** Classifiers that are loaded from a model alone, so that `one_vs_rest` can hold them too. */
export const classifiers: Readonly<Record<string, LoadClassifier>> = {
  decision_tree_classifier: loadDecisionTreeClassifier,
  gbt_classifier: loadGbtClassifier,
  linear_svc: loadLinearSvc,
  logistic_regression: loadLogisticRegression,
  multi_layer_perceptron_classifier: loadMultiLayerPerceptron,
  naive_bayes: loadNaiveBayes,
  random_forest_classifier: loadRandomForestClassifier,
  support_vector_machine: loadSupportVectorMachine,
};
