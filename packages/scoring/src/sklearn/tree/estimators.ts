import type { Estimators } from '../read-estimator.ts';
import { readTreeClassifier, readTreeRegressor } from './decision-tree.ts';

/** What `sklearn.tree` exports and is read natively, by package and class. */
export const treeEstimators: Estimators = {
  'tree.DecisionTreeClassifier': readTreeClassifier,
  'tree.DecisionTreeRegressor': readTreeRegressor,
  'tree.ExtraTreeClassifier': readTreeClassifier,
  'tree.ExtraTreeRegressor': readTreeRegressor,
};
