import { type Matrix, newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { scratchBuffer } from '../scratch-buffer.ts';
import { mapStored } from '../stored-cells.ts';
import { mapColumns } from './map-columns.ts';

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
  // Without either array, nothing in the file is as long as its number of columns says.
  fitted.chargeItems(columnsFitted);
  const subtract = centers ?? new Float64Array(columnsFitted);
  const divide = scales ?? new Float64Array(columnsFitted).fill(1);
  const scale = (table: Table, room: (cells: number) => Float64Array): Matrix => {
    const matrix = toMatrix(table, fitted.columns);
    const { rows, columns, values } = matrix;
    const answer = room(values.length);
    // x - x is 0 unless x is NaN or infinite; two sums, since each addition has to wait for the one before.
    let [odd, other] = [0, 0];
    for (let row = 0, at = 0; row < rows; row++) {
      let column = 0;
      for (; column + 2 <= columns; column += 2, at += 2) {
        const first = (values[at] - subtract[column]) / divide[column];
        const second = (values[at + 1] - subtract[column + 1]) / divide[column + 1];
        answer[at] = first;
        answer[at + 1] = second;
        odd += first - first;
        other += second - second;
      }
      if (column === columns) continue;
      const last = (values[at] - subtract[column]) / divide[column];
      answer[at++] = last;
      odd += last - last;
    }
    if (odd + other === 0) return { ...newMatrix(rows, columns, answer), isFinite: true };
    finiteMatrix(matrix, fitted, 'missing');
    return newMatrix(rows, columns, answer);
  };
  const keep = scratchBuffer();
  const sparse = (table: Table) =>
    centers === undefined ? mapStored(table, fitted, (x, column) => x / divide[column]) : undefined;
  return {
    transform: (table) => sparse(table) ?? scale(table, (cells) => new Float64Array(cells)),
    transformIntoScratch: (table) => sparse(table) ?? scale(table, keep),
    scaling: { centers: subtract, scales: divide },
  };
}
