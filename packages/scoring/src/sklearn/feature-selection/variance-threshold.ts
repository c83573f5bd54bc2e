import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { keep } from './keep.ts';

/** VarianceThreshold: columns whose variance in training lay above the threshold. */
export function readVarianceThreshold(fitted: Fitted): Estimator {
  const threshold = fitted.number('threshold', 0);
  return keep(
    fitted,
    Array.from(fitted.doubles('variances_'), (variance) => variance > threshold),
    false,
  );
}
