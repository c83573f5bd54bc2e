import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { affineOf } from './affine.ts';

/** SGDOneClassSVM: 1 where the linear score reaches `offset_`, else -1. */
export function readSgdOneClassSvm(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('coef_');
  const [offset] = fitted.doubles('offset_');
  const scoreSamples = (table: Table) => affineOf(table, fitted, { coefficients, intercepts: new Float64Array(1) });
  const map = (matrix: Matrix, change: (value: number) => number) =>
    newMatrix(matrix.rows, 1, matrix.values.map(change));
  return {
    scoreSamples,
    labelCode: '<i4',
    decisionFunction: (table) => map(scoreSamples(table), (score) => score - offset),
    predict: (table) => map(scoreSamples(table), (score) => (score - offset >= 0 ? 1 : -1)),
  };
}
