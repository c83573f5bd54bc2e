import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { outliers } from '../outliers.ts';

/** EllipticEnvelope: the squared Mahalanobis distance with its sign turned. */
export function readEllipticEnvelope(fitted: Fitted): Estimator {
  const location = fitted.doubles('location_');
  const precision = fitted.matrix('precision_');
  const offset = fitted.number('offset_');
  const size = location.length;
  if (precision.rows !== size || precision.columns !== size) throw fitted.unknown('precision_', 'a square matrix');
  const scoreSamples = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, 1);
    for (let row = 0; row < rows; row++) {
      const cells = values.subarray(row * columns, (row + 1) * columns).map((x, at) => x - location[at]);
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += cells[j] * precision.values[j * size + i];
        answer.values[row] -= sum * cells[i];
      }
    }
    return answer;
  };
  return { ...outliers(scoreSamples, offset), scoreSamples };
}
