import type { SparseCells } from '../../frame/sparse-cells.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { sparseAffine } from '../linear-model/affine.ts';
import { storedCells } from '../stored-cells.ts';

/** More rounds than any model asks for, so that a file cannot make a table take forever. */
const MAX_ROUNDS = 10_000;

/** NumPy's `eps` of float32, which keeps divisors over 0. */
const EPSILON = 2 ** -23;

interface Settings {
  readonly rounds: number;
  readonly tolerance: number;
  /** Penalties of the weights: of their sum, and of their squares. */
  readonly l1: number;
  readonly l2: number;
}

/**
 * NMF: the weights, none below 0, by which the components add up to a row. Rounds end when all rows together hardly change,
 * so a row's answer depends on the others of its table.
 * Source: `_fit_coordinate_descent` and `_fit_multiplicative_update` in `sklearn/decomposition/_nmf.py`.
 */
export function readNonNegative(fitted: Fitted): Estimator {
  const components = fitted.matrix('components_');
  const solve = solverOf(fitted);
  const settings = readSettings(fitted, components.columns);
  fitted.dependOnRows();
  const transform = (table: Table) => {
    const stored = solve === descend ? storedCells(table, fitted) : undefined;
    if (stored?.values.every((value) => value >= 0) === true)
      return descendFrom(productsOfStored(stored, components), components, settings);
    const matrix = finiteMatrix(table, fitted);
    const at = matrix.values.findIndex((value) => value < 0);
    if (at < 0) return solve(matrix, components, settings);
    const [row, column] = [Math.floor(at / matrix.columns), at % matrix.columns];
    const text = `Row ${row + 1}, column ${column}: ${matrix.values[at]} is negative, which ${fitted.className} does not take.`;
    throw new ScoringError('invalid_value', text, { row, column, value: matrix.values[at] });
  };
  return { transform };
}

type Solve = (matrix: Matrix, components: Coefficients, settings: Settings) => Matrix;

function solverOf(fitted: Fitted): Solve {
  const loss = fitted.raw('beta_loss') ?? 'frobenius';
  const isSquares = loss === 'frobenius' || loss === 2;
  if (fitted.text('solver', 'cd') === 'cd' && isSquares) {
    if (fitted.flag('shuffle', false)) throw fitted.refuse('it takes components in random order');
    return descend;
  }
  if (isSquares) return multiplyFor(squares);
  if (loss === 'kullback-leibler' || loss === 1) return multiplyFor(kullbackLeibler);
  throw fitted.refuse('its beta_loss is neither frobenius nor kullback-leibler');
}

/** Penalties count for each column since release 1.2; older ones had them in several ways. */
function readSettings(fitted: Fitted, columns: number): Settings {
  const isNew = fitted.atLeast(1, 2);
  const alpha = fitted.number('alpha_W', 0);
  const older = fitted.raw('alpha');
  if (!isNew && (alpha !== 0 || (typeof older === 'number' && older !== 0))) throw fitted.refuse('it has penalties');
  const share = fitted.number('l1_ratio', 0);
  const rounds = Math.min(fitted.number('max_iter', 200), MAX_ROUNDS);
  return {
    rounds,
    tolerance: fitted.number('tol', 1e-4),
    l1: columns * alpha * share,
    l2: columns * alpha * (1 - share),
  };
}

const descend: Solve = (matrix, components, settings) =>
  descendFrom(newMatrix(matrix.rows, components.rows, products(matrix, components)), components, settings);

/** Rows times the components. */
const productsOfStored = (cells: SparseCells, components: Coefficients): Matrix =>
  sparseAffine(cells, { coefficients: components, intercepts: new Float64Array(components.rows) });

/** Coordinate descent: one component of all rows after the other, each to where the squared error is least. */
function descendFrom(wanted: Matrix, components: Coefficients, { rounds, tolerance, l1, l2 }: Settings): Matrix {
  const count = components.rows;
  const hessian = products(components, components);
  for (let at = 0; at < count; at++) hessian[at * count + at] += l2;
  const targets = wanted.values.map((target) => target - l1);
  const answer = newMatrix(wanted.rows, count);
  const weights = answer.values;
  let first = 0;
  for (let round = 0; round < rounds; round++) {
    let violation = 0;
    for (let component = 0; component < count; component++) {
      const curvature = hessian[component * count + component];
      for (let start = 0; start < weights.length; start += count) {
        let slope = -targets[start + component];
        for (let at = 0; at < count; at++) slope += hessian[component * count + at] * weights[start + at];
        const weight = weights[start + component];
        violation += Math.abs(weight === 0 ? Math.min(0, slope) : slope);
        if (curvature !== 0) weights[start + component] = Math.max(weight - slope / curvature, 0);
      }
    }
    if (round === 0) first = violation;
    if (first === 0 || violation / first <= tolerance) break;
  }
  return answer;
}

/** What a loss asks of multiplicative updates. */
interface Loss {
  /** Of each weight, by how much it is multiplied: above and below the line. */
  ratio(matrix: Matrix, weights: Matrix, components: Coefficients): { above: Float64Array; below: Float64Array };
  /** How far the sums are from the rows; what ends the rounds. */
  error(matrix: Matrix, weights: Matrix, components: Coefficients): number;
}

/** Multiplicative updates from equal weights, until ten rounds do not make the error smaller by much. */
function multiplyFor(loss: Loss): Solve {
  return (matrix, components, { rounds, tolerance, l1, l2 }) => {
    const mean = matrix.values.reduce((sum, value) => sum + value, 0) / matrix.values.length;
    const answer = newMatrix(matrix.rows, components.rows);
    answer.values.fill(Math.sqrt(mean / components.rows));
    const first = loss.error(matrix, answer, components);
    let last = first;
    for (let round = 1; round <= rounds; round++) {
      const { above, below } = loss.ratio(matrix, answer, components);
      answer.values.forEach((weight, at) => {
        const divisor = below[at] + l1 + l2 * weight;
        answer.values[at] = weight * (above[at] / (divisor === 0 ? EPSILON : divisor));
      });
      if (tolerance <= 0 || round % 10 !== 0) continue;
      const error = loss.error(matrix, answer, components);
      if ((last - error) / first < tolerance) break;
      last = error;
    }
    return answer;
  };
}

const squares: Loss = {
  ratio: (matrix, weights, components) => {
    const hessian = { rows: components.rows, columns: components.rows, values: products(components, components) };
    return { above: products(matrix, components), below: products(weights, hessian) };
  },
  error: (matrix, weights, components) => {
    const sums = sumsOf(weights, components);
    return Math.sqrt(sums.reduce((total, sum, at) => total + (matrix.values[at] - sum) ** 2, 0));
  },
};

const kullbackLeibler: Loss = {
  ratio: (matrix, weights, components) => {
    const shares = sumsOf(weights, components).map((sum, at) => matrix.values[at] / Math.max(sum, EPSILON));
    const totals = Float64Array.from({ length: components.rows }, (_none, component) =>
      components.values
        .subarray(component * components.columns, (component + 1) * components.columns)
        .reduce((sum, value) => sum + value, 0),
    );
    return {
      above: products({ ...matrix, values: shares }, components),
      below: weights.values.map((_weight, at) => totals[at % components.rows]),
    };
  },
  error: (matrix, weights, components) => {
    const sums = sumsOf(weights, components);
    let error = 0;
    sums.forEach((sum, at) => {
      const value = matrix.values[at];
      if (value > EPSILON) error += value * Math.log(value / Math.max(sum, EPSILON)) - value;
      error += sum;
    });
    return Math.sqrt(2 * Math.max(error, 0));
  },
};

/** Rows times the rows of another table: `left.rows * right.rows` numbers. */
function products(left: Coefficients, right: Coefficients): Float64Array {
  const { columns } = right;
  const answer = new Float64Array(left.rows * right.rows);
  for (let row = 0, out = 0; row < left.rows; row++) {
    for (let other = 0; other < right.rows; other++) {
      let sum = 0;
      for (let at = 0; at < columns; at++) sum += left.values[row * columns + at] * right.values[other * columns + at];
      answer[out++] = sum;
    }
  }
  return answer;
}

/** The components of each row by their weights, added up. */
function sumsOf(weights: Matrix, { rows: count, columns, values }: Coefficients): Float64Array {
  const answer = new Float64Array(weights.rows * columns);
  for (let row = 0; row < weights.rows; row++) {
    for (let component = 0; component < count; component++) {
      const weight = weights.values[row * count + component];
      for (let at = 0; at < columns; at++) answer[row * columns + at] += weight * values[component * columns + at];
    }
  }
  return answer;
}
