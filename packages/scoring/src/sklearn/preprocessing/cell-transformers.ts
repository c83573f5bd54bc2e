import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { newMatrix, type Table } from '../../frame/table.ts';
import { mapColumns } from './scalers.ts';

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

/** Normalizer: each row divided by its norm; a row of zeros stays. */
export function readNormalizer(fitted: Fitted): Estimator {
  const norm = normOf(fitted.text('norm', 'l2'), fitted);
  const transform = (table: Table) => normalizeBy(norm, finiteMatrix(table, fitted));
  return { transform };
}

/** The norm of a row. */
export type Norm = (row: Float64Array) => number;

export function normOf(name: string, fitted: Fitted): Norm {
  if (name === 'l1') return (row) => row.reduce((sum, x) => sum + Math.abs(x), 0);
  if (name === 'l2') return (row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
  if (name === 'max') return (row) => row.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  throw fitted.unknown('norm', 'l1, l2 or max');
}

/** Each row divided by its norm, as a new matrix. */
export function normalizeBy(
  norm: Norm,
  { rows, columns, values }: { rows: number; columns: number; values: Float64Array },
) {
  const answer = new Float64Array(values);
  for (let row = 0; row < rows; row++) {
    const cells = answer.subarray(row * columns, (row + 1) * columns);
    const length = norm(cells);
    if (length !== 0) for (let at = 0; at < columns; at++) cells[at] /= length;
  }
  return newMatrix(rows, columns, answer);
}

/**
 * PowerTransformer: Yeo-Johnson or Box-Cox with a lambda for each column, then a StandardScaler if asked.
 * Source: `_yeo_johnson_transform`, and `scipy.special.boxcox`.
 */
export function readPowerTransformer(fitted: Fitted): Estimator {
  const lambdas = fitted.doubles('lambdas_');
  const power = fitted.text('method', 'yeo-johnson') === 'box-cox' ? boxCox : yeoJohnsonOf(fitted);
  // 2 - lambda for the cells below 0: in float32 where lambda is.
  const others = lambdas.map((lambda) => (fitted.isFloat32('lambdas_') ? Math.fround(2 - lambda) : 2 - lambda));
  const transformer = mapColumns(fitted, (x, column) => power(x, lambdas[column], others[column]));
  if (!fitted.flag('standardize', true)) return transformer;
  const scaler = fitted.estimator('_scaler');
  return {
    transform: (table) =>
      (scaler.transform as NonNullable<Estimator['transform']>)(
        (transformer.transform as NonNullable<Estimator['transform']>)(table),
      ),
  };
}

/** (1 + x)^exponent - 1. */
type PowerLessOne = (x: number, exponent: number) => number;

/** Since release 1.9, which leaves it to SciPy, without the cancellation of small powers. */
const stablePower: PowerLessOne = (x, exponent) => Math.expm1(exponent * Math.log1p(x));

/** As it reads: what is lost where the power is near 1 is lost in scikit-learn too. There, `**` would round otherwise than C. */
const plainPower: PowerLessOne = (x, exponent) => {
  const less = Math.expm1(exponent * Math.log(1 + x));
  return (Math.abs(less) < 0.25 ? 1 + less : (1 + x) ** exponent) - 1;
};

/** The transform of one cell; `other` is 2 - lambda. */
function yeoJohnsonOf(fitted: Fitted): (x: number, lambda: number, other: number) => number {
  const power = fitted.atLeast(1, 9) ? stablePower : plainPower;
  return (x, lambda, other) => {
    if (x >= 0) return Math.abs(lambda) < 2 ** -52 ? Math.log1p(x) : power(x, lambda) / lambda;
    if (Math.abs(other) > 2 ** -52) return -power(-x, other) / other;
    return -Math.log1p(-x); // NaN too, which stays NaN
  };
}

function boxCox(x: number, lambda: number): number {
  if (Math.abs(lambda) < 1e-19) return Math.log(x);
  return Math.expm1(lambda * Math.log(x)) / lambda;
}

/** Most columns that PolynomialFeatures may make. */
const MAX_TERMS = 1_000_000;

/**
 * PolynomialFeatures: products of up to `degree` columns, in the order of `itertools.combinations`
 * (`combinations_with_replacement` unless interactions only), degree by degree.
 */
export function readPolynomialFeatures(fitted: Fitted): Estimator {
  const columns = fitted.number(fitted.anyOf('n_features_in_', 'n_input_features_'));
  const isPair = fitted.dimensions('degree') > 0 || typeof fitted.raw('degree') !== 'number';
  const [low, high] = isPair ? fitted.doubles('degree') : [0, fitted.number('degree')];
  const terms: number[][] = fitted.flag('include_bias', true) ? [[]] : [];
  const interactionsOnly = fitted.flag('interaction_only', false);
  const extend = (term: number[], from: number, left: number): void => {
    if (left === 0) {
      terms.push(term);
      return;
    }
    // Distinct columns: as many as are still to come have to be left behind this one.
    const end = interactionsOnly ? columns - left + 1 : columns;
    for (let column = from; column < end; column++)
      extend([...term, column], interactionsOnly ? column + 1 : column, left - 1);
  };
  if (!(Number.isInteger(low) && Number.isInteger(high) && high <= 64))
    throw fitted.refuse('its degree is above 64 or no whole number');
  let count = 0;
  for (let degree = Math.max(1, low); degree <= high; degree++)
    count += chooseCount(interactionsOnly ? columns : columns + degree - 1, degree);
  if (!(count <= MAX_TERMS)) throw fitted.refuse(`it makes more than ${MAX_TERMS} columns`);
  for (let degree = Math.max(1, low); degree <= high; degree++) extend([], 0, degree);
  fitted.widen(terms.length);
  const transform = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, terms.length);
    for (let row = 0; row < matrix.rows; row++) {
      terms.forEach((term, at) => {
        let product = 1;
        for (const column of term) product *= matrix.values[row * columns + column];
        answer.values[row * terms.length + at] = product;
      });
    }
    return answer;
  };
  return { transform };
}

/** In how many ways `k` of `n` can be chosen. */
function chooseCount(n: number, k: number): number {
  let ways = n >= k ? 1 : 0;
  for (let at = 0; at < k && ways > 0; at++) ways = (ways * (n - at)) / (at + 1);
  return ways;
}
