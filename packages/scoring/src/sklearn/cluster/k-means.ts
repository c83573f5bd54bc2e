import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { nearest, numbers } from './nearest-center.ts';

/** KMeans and MiniBatchKMeans: the nearest centre; `transform` gives the distances to all. */
export function readKMeans(fitted: Fitted): Estimator {
  const centers = fitted.matrix('cluster_centers_');
  const step: DenseStep = {
    kind: 'distances',
    inputs: centers.columns,
    outputs: centers.rows,
    weights: centers.values,
  };
  const squares = (table: Table): Matrix => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    return newMatrix(rows, centers.rows, runDenseSteps(values, rows, columns, [step]));
  };
  return {
    predict: (table) => numbers(nearest(squares(table))),
    labelCode: '<i4',
    transform: (table) => {
      const { rows, columns, values } = squares(table);
      return newMatrix(rows, columns, values.map(Math.sqrt));
    },
  };
}
