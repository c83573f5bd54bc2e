import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { sparseAffine } from '../linear-model/affine.ts';
import { lengthsOf, readSquares } from '../squares.ts';
import { storedBeside } from '../stored-cells.ts';
import { nearest, numbers, roots } from './nearest-center.ts';

/**
 * KMeans and MiniBatchKMeans: the nearest centre; `transform` gives the distances to all. Of cells that are stored, what makes the
 * one centre nearer than the other is compared. Source: `_update_chunk_sparse` in `sklearn/cluster/_k_means_lloyd.pyx`.
 */
export function readKMeans(fitted: Fitted): Estimator {
  const centers = fitted.points('cluster_centers_');
  const { rows: count, columns: inputs } = centers;
  const step: DenseStep = { kind: 'distances', inputs, outputs: count, weights: centers.matrix.values };
  const squaresOfStored = readSquares(centers, fitted);
  const squares = (table: Table): Matrix => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    return newMatrix(rows, count, runDenseSteps(values, rows, columns, [step]));
  };
  const lengths = lengthsOf(centers);
  const nearness = (table: Table): Matrix => {
    const cells = storedBeside(centers, table, fitted);
    if (cells === undefined) return squares(table);
    const products = sparseAffine(cells, { coefficients: centers.matrix, intercepts: new Float64Array(count) });
    return newMatrix(
      table.rows,
      count,
      products.values.map((product, at) => lengths[at % count] - 2 * product),
    );
  };
  return {
    predict: (table) => numbers(nearest(nearness(table))),
    labelCode: '<i4',
    transform: (table) =>
      roots(storedBeside(centers, table, fitted) === undefined ? squares(table) : squaresOfStored(table)),
  };
}
