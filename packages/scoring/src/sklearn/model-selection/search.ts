import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';

/** Searches over parameters answer by the best estimator they found. */
export function readSearch(fitted: Fitted): Estimator {
  return fitted.estimator('best_estimator_');
}
