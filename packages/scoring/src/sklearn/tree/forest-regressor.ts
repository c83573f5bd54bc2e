import type { Estimator } from '../estimator.ts';
import { averageForest } from './average-forest.ts';
import { describeForest } from './describe-forest.ts';
import type { Forest } from './forest.ts';

/** The mean of the trees, a column for each target. */
export function forestRegressor(forest: Forest): Estimator {
  return { predict: (table) => averageForest(table, forest), describeTrees: () => describeForest(forest, 'each tree') };
}
