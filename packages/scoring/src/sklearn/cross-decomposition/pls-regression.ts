import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { affine } from '../linear-model/affine.ts';

/**
 * PLSRegression, CCA and PLSCanonical. Before 1.5 the columns were divided by their deviation first; before 1.1 there was no
 * intercept but the mean of the targets, and the coefficients stood the other way round. Before 0.24 means and deviations
 * were public.
 */
export function readPlsRegression(fitted: Fitted): Estimator {
  const name = fitted.anyOf('coef_', '_coef_');
  const coefficients = fitted.atLeast(1, 1) ? fitted.matrix(name) : turned(fitted.matrix(name));
  const means = fitted.doubles(fitted.anyOf('_x_mean', 'x_mean_'));
  const scales = fitted.atLeast(1, 5) ? undefined : fitted.doubles(fitted.anyOf('_x_std', 'x_std_'));
  const intercepts = fitted.doubles(fitted.atLeast(1, 1) ? 'intercept_' : fitted.anyOf('_y_mean', 'y_mean_'));
  if (coefficients.columns !== means.length) throw fitted.unknown(name, 'a row for each target');
  const predict = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const centered = values.map((x, at) => (x - means[at % columns]) / (scales?.[at % columns] ?? 1));
    return affine(newMatrix(rows, columns, centered), { coefficients, intercepts });
  };
  // Since 1.3 a target without a second dimension is answered without one.
  const isNested = !fitted.flag('_predict_1d', false);
  const answers = { predict, isNested, isWhole: false };
  if (!fitted.has('x_rotations_')) return answers;
  return { ...answers, transform: readRotation(fitted, 'x_rotations_') };
}

function turned({ rows, columns, values }: Coefficients): Coefficients {
  const other = Float64Array.from(values, (_value, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
  return { rows: columns, columns: rows, values: other };
}

/** PLSSVD only transforms. */
export function readPlsSvd(fitted: Fitted): Estimator {
  return { transform: readRotation(fitted, 'x_weights_') };
}

/** The columns, centred and in standard deviations, times the columns of a matrix. */
function readRotation(fitted: Fitted, name: string): (table: Table) => Matrix {
  const rotations = fitted.matrix(name);
  const means = fitted.doubles(fitted.anyOf('_x_mean', 'x_mean_'));
  const deviations = fitted.doubles(fitted.anyOf('_x_std', 'x_std_'));
  return (table) => {
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
}
