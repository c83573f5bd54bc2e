import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { assertOver } from './assert-over.ts';

/** Distances of the samples that AdditiveChi2Sampler takes where none is given, by their number. Source: its documentation. */
const intervals: Readonly<Record<number, number>> = { 1: 0.8, 2: 0.5, 3: 0.4 };

/** AdditiveChi2Sampler: of each column a root, then cosines and sines of its logarithm, block after block. */
export function readAdditiveChi2Sampler(fitted: Fitted): Estimator {
  const steps = fitted.number('sample_steps');
  const name = fitted.has('sample_interval_') ? 'sample_interval_' : 'sample_interval';
  const interval = fitted.number(name, intervals[steps]);
  if (!(interval > 0)) throw fitted.unknown(name, 'a distance');
  const transform = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    assertOver(matrix, -Number.MIN_VALUE, fitted);
    const { rows, columns, values } = matrix;
    const width = columns * (2 * steps - 1);
    const answer = newMatrix(rows, width);
    values.forEach((x, at) => {
      if (x === 0) return;
      const cells = answer.values.subarray(Math.floor(at / columns) * width + (at % columns));
      cells[0] = Math.sqrt(x * interval);
      for (let step = 1; step < steps; step++) {
        const factor = Math.sqrt((2 * x * interval) / Math.cosh(Math.PI * step * interval));
        cells[(2 * step - 1) * columns] = factor * Math.cos(step * interval * Math.log(x));
        cells[2 * step * columns] = factor * Math.sin(step * interval * Math.log(x));
      }
    });
    return answer;
  };
  return { transform };
}
