import type { Estimator } from './estimator.ts';
import type { Fitted } from './fitted.ts';

/** Makes an estimator from fitted attributes; throws `ScoringError` if they are not those it knows. */
export type ReadEstimator = (fitted: Fitted) => Estimator;

/** Estimators by package and class, as `sklearn.<package>` exports them. */
export type Estimators = Readonly<Record<string, ReadEstimator>>;
