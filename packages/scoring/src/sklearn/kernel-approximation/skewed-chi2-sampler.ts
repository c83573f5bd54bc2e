import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { assertOver } from './assert-over.ts';

/** SkewedChi2Sampler: cosines of random projections of logarithms. */
export function readSkewedChi2Sampler(fitted: Fitted): Estimator {
  const weights = fitted.matrix('random_weights_');
  const offsets = fitted.doubles('random_offset_');
  const skewedness = fitted.number('skewedness');
  const width = weights.columns;
  const scale = Math.sqrt(2) / Math.sqrt(width);
  const transform = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    assertOver(matrix, -skewedness, fitted);
    const { rows, columns, values } = matrix;
    const answer = newMatrix(rows, width);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, out] = [Math.floor(at / width), at % width];
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += Math.log(values[row * columns + column] + skewedness) * weights.values[column * width + out];
      answer.values[at] = Math.cos(sum + offsets[out]) * scale;
    }
    return answer;
  };
  return { transform };
}
