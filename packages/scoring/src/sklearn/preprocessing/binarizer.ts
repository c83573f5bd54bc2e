import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { newMatrix } from '../../frame/table.ts';

/** Binarizer: 1 above the threshold, else 0. */
export function readBinarizer(fitted: Fitted): Estimator {
  const threshold = fitted.number('threshold');
  return {
    transform: (table) => {
      const { rows, columns, values } = finiteMatrix(table, fitted);
      return newMatrix(
        rows,
        columns,
        values.map((x) => (x > threshold ? 1 : 0)),
      );
    },
  };
}
