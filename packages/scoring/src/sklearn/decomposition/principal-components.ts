import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import { invert } from '../../math/invert.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { sparseAffine } from '../linear-model/affine.ts';
import { scratchBuffer } from '../scratch-buffer.ts';
import { storedCells } from '../stored-cells.ts';
import { logLikelihood } from './likelihood.ts';

/** PCA and IncrementalPCA: (x - mean) onto the components, each divided by its deviation if whitened. */
export function readPrincipalComponents(fitted: Fitted): Estimator {
  const components = fitted.matrix('components_');
  const means = readMeans(fitted);
  const scales = fitted.flag('whiten', false)
    ? fitted.doubles('explained_variance_').map((variance) => Math.max(Math.sqrt(variance), 2 ** -52))
    : undefined;
  const estimator = project(fitted, { components, means, scales });
  return fitted.has('noise_variance_') ? { ...estimator, scoreSamples: readScores(fitted, components) } : estimator;
}

/** Log likelihood under the model's own covariance: what the components explain, and noise. Source: `_BasePCA.get_precision`. */
function readScores(fitted: Fitted, { rows: count, columns, values }: Coefficients): (table: Table) => Matrix {
  const means = fitted.doubles('mean_');
  const noise = fitted.number('noise_variance_');
  // A whitened model's own covariance scales its components once more.
  const scale = fitted.flag('whiten', false) ? (variance: number) => variance : () => 1;
  const variances = fitted
    .doubles('explained_variance_')
    .map((variance) => scale(variance) * Math.max(0, variance - noise) + noise);
  let precision: Float64Array | undefined;
  return (table) => {
    const matrix = finiteMatrix(table, fitted);
    const centered = matrix.values.map((x, at) => x - means[at % columns]);
    precision ??= precisionOf({ rows: count, columns, values }, variances, noise);
    return logLikelihood(newMatrix(matrix.rows, columns, centered), precision);
  };
}

/** Components are orthogonal: along each the variance is its own, elsewhere it is the noise. */
function precisionOf({ rows, columns, values }: Coefficients, variances: Float64Array, noise: number): Float64Array {
  if (noise === 0) return invert(covarianceOf({ rows, columns, values }, variances), columns);
  const precision = new Float64Array(columns * columns);
  for (let at = 0; at < columns; at++) precision[at * columns + at] = 1 / noise;
  for (let k = 0; k < rows; k++) {
    const share = 1 / noise - 1 / variances[k];
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++)
        precision[i * columns + j] -= share * values[k * columns + i] * values[k * columns + j];
  }
  return precision;
}

function covarianceOf({ rows, columns, values }: Coefficients, variances: Float64Array): Float64Array {
  const covariance = new Float64Array(columns * columns);
  for (let k = 0; k < rows; k++)
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++)
        covariance[i * columns + j] += variances[k] * values[k * columns + i] * values[k * columns + j];
  return covariance;
}

/** TruncatedSVD: the components without centring. */
export function readTruncatedSvd(fitted: Fitted): Estimator {
  return project(fitted, { components: fitted.matrix('components_') });
}

/** FastICA: the unmixing matrix, after centring if it whitens. */
export function readFastIca(fitted: Fitted): Estimator {
  return project(fitted, { components: fitted.matrix('components_'), means: readMeans(fitted) });
}

const readMeans = (fitted: Fitted) => (fitted.has('mean_') ? fitted.doubles('mean_') : undefined);

/** What a row is projected onto, what is subtracted before, and what the components are divided by behind. */
interface Projection {
  readonly components: Coefficients;
  readonly means?: Float64Array | undefined;
  readonly scales?: Float64Array | undefined;
}

function project(fitted: Fitted, { components, means, scales }: Projection): Estimator {
  const { rows: outputs, columns, values: weights } = components;
  if (fitted.columns !== undefined && columns !== fitted.columns)
    throw fitted.unknown('components_', 'as wide as the input');
  if (means !== undefined && means.length !== columns) throw fitted.unknown('mean_', 'as long as the input is wide');
  const step: DenseStep = { kind: 'affine', inputs: columns, outputs, weights, biases: new Float64Array(outputs) };
  const room = scratchBuffer();
  const center = ({ rows, columns: width, values }: Matrix, shifts: Float64Array) => {
    const cells = room(values.length);
    for (let row = 0, at = 0; row < rows; row++)
      for (let column = 0; column < width; column++, at++) cells[at] = values[at] - shifts[column];
    return cells;
  };
  const plain = { coefficients: { rows: outputs, columns, values: weights }, intercepts: step.biases };
  const transform = (table: Table) => {
    const stored = means === undefined && scales === undefined ? storedCells(table, fitted) : undefined;
    if (stored !== undefined) return sparseAffine(stored, plain);
    const matrix = finiteMatrix(table, fitted);
    const centered = means === undefined ? matrix.values : center(matrix, means);
    const answer = runDenseSteps(centered, matrix.rows, matrix.columns, [step]);
    if (scales !== undefined) for (let at = 0; at < answer.length; at++) answer[at] /= scales[at % outputs];
    return newMatrix(matrix.rows, outputs, answer);
  };
  return { transform };
}
