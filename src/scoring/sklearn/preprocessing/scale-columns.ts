import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix, type Table, toMatrix } from '../table.ts';

/** StandardScaler: (x - mean) / deviation, each only if it was fitted with it. */
export function readStandardScaler(fitted: Fitted): Estimator {
  const centers = fitted.flag('with_mean', true) ? fitted.doubles('mean_') : undefined;
  const scales = fitted.flag('with_std', true) ? fitted.doubles('scale_') : undefined;
  return centerAndDivide(fitted, centers, scales);
}

/** RobustScaler: (x - median) / range of quantiles. */
export function readRobustScaler(fitted: Fitted): Estimator {
  const centers = fitted.flag('with_centering', true) ? fitted.doubles('center_') : undefined;
  const scales = fitted.flag('with_scaling', true) ? fitted.doubles('scale_') : undefined;
  return centerAndDivide(fitted, centers, scales);
}

/** MaxAbsScaler: x / largest absolute value, since release 1.8 clipped to [-1, 1] if asked. */
export function readMaxAbsScaler(fitted: Fitted): Estimator {
  const scaler = centerAndDivide(fitted, undefined, fitted.doubles('scale_'));
  if (!fitted.flag('clip', false)) return scaler;
  return mapColumns(
    fitted,
    divideBy(fitted.doubles('scale_'), (x) => Math.min(1, Math.max(-1, x))),
  );
}

/** MinMaxScaler: x * scale + min, clipped to the range if asked. Missing cells stay missing. */
export function readMinMaxScaler(fitted: Fitted): Estimator {
  const scales = fitted.doubles('scale_');
  const minima = fitted.doubles('min_');
  const [low, high] = fitted.doubles('feature_range');
  if (!fitted.flag('clip', false)) return mapColumns(fitted, (x, column) => x * scales[column] + minima[column]);
  return mapColumns(fitted, (x, column) => {
    const scaled = x * scales[column] + minima[column];
    return scaled < low ? low : scaled > high ? high : scaled;
  });
}

function divideBy(scales: Float64Array, then: (x: number) => number): (x: number, column: number) => number {
  return (x, column) => then(x / scales[column]);
}

/**
 * A plain loop: scalers stand in nearly every pipeline. Where all answers are finite, so were all cells; only else the input is
 * looked at.
 */
function centerAndDivide(fitted: Fitted, centers?: Float64Array, scales?: Float64Array): Estimator {
  const columnsFitted = fitted.columns ?? centers?.length ?? scales?.length ?? 0;
  const subtract = centers ?? new Float64Array(columnsFitted);
  const divide = scales ?? new Float64Array(columnsFitted).fill(1);
  const transform = (table: Table): Matrix => {
    const matrix = toMatrix(table, fitted.columns);
    const { rows, columns, values } = matrix;
    const answer = new Float64Array(values.length);
    // x - x is 0 unless x is NaN or infinite; the additions pass while the divisions, which take longer, are under way.
    let odd = 0;
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const scaled = (values[at] - subtract[column]) / divide[column];
        answer[at] = scaled;
        odd += scaled - scaled;
      }
    }
    if (odd === 0) return { ...newMatrix(rows, columns, answer), isFinite: true };
    finiteMatrix(matrix, fitted, 'missing');
    return newMatrix(rows, columns, answer);
  };
  return { transform };
}

/** A transformer that maps each cell by itself. */
export function mapColumns(fitted: Fitted, map: (x: number, column: number) => number): Estimator {
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted, 'missing');
    const answer = new Float64Array(values.length);
    for (let at = 0; at < values.length; at++) answer[at] = map(values[at], at % columns);
    return newMatrix(rows, columns, answer);
  };
  return { transform };
}
