import { newMatrix, toMatrix } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** A monotone function of one number, linear between thresholds. */
export type Isotonic = (x: number) => number;

/** Outside of the thresholds: the nearest value (`clip`), NaN, or an error (`raise`). */
export function readIsotonic(fitted: Fitted): Isotonic {
  const xs = fitted.doubles(fitted.anyOf('X_thresholds_', '_necessary_X_'));
  const ys = fitted.doubles(fitted.anyOf('y_thresholds_', '_necessary_y_'));
  if (xs.length === 0 || xs.length !== ys.length) throw fitted.unknown('y_thresholds_', 'as long as X_thresholds_');
  const outside = fitted.text('out_of_bounds', 'nan');
  const last = xs.length - 1;
  return (x) => {
    if (xs.length === 1) return ys[0];
    if (Number.isNaN(x)) return Number.NaN;
    if (x < xs[0] || x > xs[last]) {
      if (outside === 'clip') return x < xs[0] ? ys[0] : ys[last];
      if (outside === 'nan') return Number.NaN;
      throw new ScoringError(
        'invalid_value',
        `${x} lies outside of [${xs[0]}, ${xs[last]}], the range the model was fitted on.`,
        { value: x },
      );
    }
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle] < x) low = middle;
      else high = middle;
    }
    return ((ys[high] - ys[low]) / (xs[high] - xs[low])) * (x - xs[low]) + ys[low];
  };
}

export function readIsotonicRegression(fitted: Fitted): Estimator {
  const isotonic = readIsotonic(fitted);
  const predict: Estimator['predict'] = (table) => {
    const { rows, values } = finiteMatrix(toMatrix(table, 1), fitted);
    return newMatrix(rows, 1, values.map(isotonic));
  };
  return { predict, transform: predict, isWhole: false };
}
