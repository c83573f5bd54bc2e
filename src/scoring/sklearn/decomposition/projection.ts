import type { DenseStep } from '../../linear/dense-steps.ts';
import { runDenseSteps } from '../../linear/run-dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { newMatrix, type Table } from '../table.ts';

/** PCA and IncrementalPCA: (x - mean) onto the components, each divided by its deviation if whitened. */
export function readPrincipalComponents(fitted: Fitted): Estimator {
  const components = fitted.matrix('components_');
  const scales = fitted.flag('whiten', false)
    ? fitted.doubles('explained_variance_').map((variance) => Math.max(Math.sqrt(variance), 2 ** -52))
    : undefined;
  return project(fitted, components, fitted.has('mean_') ? fitted.doubles('mean_') : undefined, scales);
}

/** TruncatedSVD: the components without centring. */
export function readTruncatedSvd(fitted: Fitted): Estimator {
  return project(fitted, fitted.matrix('components_'));
}

/** FastICA: the unmixing matrix, after centring if it whitens. */
export function readFastIca(fitted: Fitted): Estimator {
  return project(fitted, fitted.matrix('components_'), fitted.has('mean_') ? fitted.doubles('mean_') : undefined);
}

/** Random projections, dense or sparse: the components without centring. */
export const readRandomProjection = readTruncatedSvd;

function project(
  fitted: Fitted,
  { rows: outputs, columns, values: weights }: Coefficients,
  mean?: Float64Array,
  scales?: Float64Array,
): Estimator {
  if (fitted.columns !== undefined && columns !== fitted.columns)
    throw fitted.unknown('components_', 'as wide as the input');
  if (mean !== undefined && mean.length !== columns) throw fitted.unknown('mean_', 'as long as the input is wide');
  const step: DenseStep = { kind: 'affine', inputs: columns, outputs, weights, biases: new Float64Array(outputs) };
  const transform = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    const centered = mean === undefined ? matrix.values : matrix.values.slice();
    if (mean !== undefined) {
      for (let row = 0, cell = 0; row < matrix.rows; row++)
        for (let at = 0; at < matrix.columns; at++) centered[cell++] -= mean[at];
    }
    const answer = runDenseSteps(centered, matrix.rows, matrix.columns, [step]);
    if (scales !== undefined) for (let at = 0; at < answer.length; at++) answer[at] /= scales[at % outputs];
    return newMatrix(matrix.rows, outputs, answer);
  };
  return { transform };
}
