import type { ClassifierOperator } from './classifier-operator.ts';
import { decisionTreeClassifier } from './decision-tree-classifier.ts';
import { gbtClassifier } from './gbt-classifier.ts';
import { linearSvc } from './linear-svc.ts';
import { logisticRegression } from './logistic-regression.ts';
import { multiLayerPerceptron } from './multi-layer-perceptron.ts';
import { naiveBayes } from './naive-bayes.ts';
import { randomForestClassifier } from './random-forest-classifier.ts';
import { supportVectorMachine } from './support-vector-machine.ts';

/** Classifiers that are loaded from a model alone, so that `one_vs_rest` can hold them too. */
export const classifiers: readonly ClassifierOperator[] = [
  decisionTreeClassifier,
  gbtClassifier,
  linearSvc,
  logisticRegression,
  multiLayerPerceptron,
  naiveBayes,
  randomForestClassifier,
  supportVectorMachine,
];
