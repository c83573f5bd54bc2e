import type { Estimators } from '../read-estimator.ts';
import { readDecisionTreeClassifier, readDecisionTreeRegressor } from './decision-tree.ts';

/** What `sklearn.tree` exports and is read natively, by package and class. */
export const treeEstimators: Estimators = {
  'tree.DecisionTreeClassifier': readDecisionTreeClassifier,
  'tree.DecisionTreeRegressor': readDecisionTreeRegressor,
  'tree.ExtraTreeClassifier': readDecisionTreeClassifier,
  'tree.ExtraTreeRegressor': readDecisionTreeRegressor,
};
