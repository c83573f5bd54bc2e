import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** RBFSampler: cosines of random projections. */
export function readRbfSampler(fitted: Fitted): Estimator {
  const weights = fitted.matrix('random_weights_');
  const offsets = fitted.doubles('random_offset_');
  const width = weights.columns;
  const scale = Math.sqrt(2 / width);
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, width);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, out] = [Math.floor(at / width), at % width];
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += values[row * columns + column] * weights.values[column * width + out];
      answer.values[at] = Math.cos(sum + offsets[out]) * scale;
    }
    return answer;
  };
  return { transform };
}
