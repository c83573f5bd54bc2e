import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { newMatrix, type Table } from '../table.ts';
import { affine } from './affine.ts';

/** PLSRegression since release 1.1; before 1.5 the columns were divided by their deviation first. */
export function readPlsRegression(fitted: Fitted): Estimator {
  if (!fitted.atLeast(1, 1)) throw fitted.refuse('releases before 1.1 keep its coefficients the other way round');
  const name = fitted.anyOf('coef_', '_coef_');
  const coefficients = fitted.matrix(name);
  const means = fitted.doubles('_x_mean');
  const scales = !fitted.atLeast(1, 5) ? fitted.doubles('_x_std') : undefined;
  const intercepts = fitted.doubles('intercept_');
  if (coefficients.columns !== means.length) throw fitted.unknown(name, 'a row for each target');
  const predict = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const centered = values.map((x, at) => (x - means[at % columns]) / (scales?.[at % columns] ?? 1));
    return affine(newMatrix(rows, columns, centered), { coefficients, intercepts });
  };
  if (!fitted.has('x_rotations_')) return { predict };
  const rotations = fitted.matrix('x_rotations_');
  const deviations = fitted.doubles('_x_std');
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, rotations.columns);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, out] = [Math.floor(at / rotations.columns), at % rotations.columns];
      for (let column = 0; column < columns; column++) {
        const x = (values[row * columns + column] - means[column]) / deviations[column];
        answer.values[at] += x * rotations.values[column * rotations.columns + out];
      }
    }
    return answer;
  };
  return { predict, transform };
}
