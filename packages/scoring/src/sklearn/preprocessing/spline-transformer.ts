import { newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** A vector of splines over one column: knots, degree, and for each basis function its share in each spline. */
interface Splines {
  readonly knots: Float64Array;
  readonly degree: number;
  readonly shares: Coefficients;
}

/** What the splines of one column are for a value. */
type Evaluate = (x: number) => Float64Array;

/** SplineTransformer: B-splines of each column. Source: `SplineTransformer.transform`. */
export function readSplineTransformer(fitted: Fitted): Estimator {
  const mode = fitted.text('extrapolation', 'constant');
  const columns = fitted.list('bsplines_').map((item, column) => {
    const splines = readSplines(fitted.objectOf(item, 'bsplines_'));
    return evaluator(splines, mode, boundaryOf(splines.degree, mode, column));
  });
  if (columns.length !== (fitted.columns ?? columns.length))
    throw fitted.unknown('bsplines_', 'a spline for each column');
  const splines = readSplines(fitted.objectOf(fitted.list('bsplines_')[0], 'bsplines_')).shares.columns;
  const kept = splines - (fitted.flag('include_bias', true) ? 0 : 1);
  const allowed = fitted.text('handle_missing', 'error') === 'zeros' ? 'missing' : 'finite';
  const width = columns.length * kept;
  fitted.declareWidth(width);
  const transform = (table: Table) => {
    const matrix = finiteMatrix(toMatrix(table, columns.length), fitted, allowed);
    const answer = newMatrix(matrix.rows, width);
    matrix.values.forEach((x, at) => {
      if (Number.isNaN(x)) return;
      const evaluated = columns[at % matrix.columns](x);
      answer.values.set(evaluated.subarray(0, kept), at * kept);
    });
    return answer;
  };
  return { transform };
}

function readSplines(spline: Fitted): Splines {
  const splines = {
    knots: spline.doubles(spline.anyOf('t', '_t')),
    degree: spline.number('k'),
    shares: spline.matrix(spline.anyOf('c', '_c')),
  };
  if (
    !(Number.isInteger(splines.degree) && splines.degree >= 0 && splines.degree <= 100) ||
    splines.knots.length < 2 * splines.degree + 2
  ) {
    throw spline.unknown('t', 'a sequence of knots');
  }
  return splines;
}

/** Where extrapolation starts, counted in knots from either end, and how many splines it continues. */
interface Boundary {
  readonly knot: number;
  readonly terms: number;
}

/**
 * The degree, for both. For linear extrapolation of degree 0 and 1, scikit-learn (seen from 1.2 to 1.9) raises its variable
 * for the degree in the loop over columns and does not set it back, so that later columns start further in.
 */
function boundaryOf(degree: number, mode: string, column: number): Boundary {
  if (mode !== 'linear' || degree > 1) return { knot: degree, terms: degree };
  return { knot: Math.min(degree + column, 2), terms: Math.min(degree + column + 1, 2) };
}

function evaluator(splines: Splines, mode: string, { knot, terms }: Boundary): Evaluate {
  const { knots } = splines;
  const low = knots[knot];
  const high = knots[knots.length - knot - 1];
  if (mode === 'continue') return (x) => evaluate(splines, x);
  if (mode === 'periodic') return (x) => evaluate(splines, high > low ? low + modulo(x - low, high - low) : 0);
  if (mode === 'error') {
    return (x) => {
      if (x >= low && x <= high) return evaluate(splines, x);
      throw new ScoringError('invalid_value', `${x} lies outside of the knots [${low}, ${high}].`, { value: x });
    };
  }
  const slope = mode === 'linear' ? 1 : 0;
  const [atLow, atHigh] = [evaluate(splines, low), evaluate(splines, high)];
  const [slopeLow, slopeHigh] = [derivative(splines, low), derivative(splines, high)];
  const count = splines.shares.columns;
  return (x) => {
    if (x >= low && x <= high) return evaluate(splines, x);
    const [values, slopes, end] = x < low ? [atLow, slopeLow, low] : [atHigh, slopeHigh, high];
    const isContinued = (at: number) => (x < low ? at < terms : at >= count - terms);
    return values.map((value, at) => (isContinued(at) ? value + slope * (x - end) * slopes[at] : 0));
  };
}

function evaluate(splines: Splines, x: number): Float64Array {
  const span = spanOf(splines, x);
  return mix(splines.shares, basis(splines, span, x), span - splines.degree);
}

/** d/dx of a basis function of degree k is k (B[i] / (t[i+k] - t[i]) - B[i+1] / (t[i+k+1] - t[i+1])), B of degree k - 1. */
function derivative(splines: Splines, x: number): Float64Array {
  const { knots, degree, shares } = splines;
  if (degree === 0) return new Float64Array(shares.columns);
  const span = spanOf(splines, x);
  const lower = basis({ knots, degree: degree - 1 }, span, x);
  const first = span - degree;
  const slopes = new Float64Array(degree + 1);
  for (let at = 0; at < degree; at++) {
    const step = (degree * lower[at]) / (knots[first + at + 1 + degree] - knots[first + at + 1]);
    slopes[at + 1] += step;
    slopes[at] -= step;
  }
  return mix(shares, slopes, first);
}

/** Sums the rows of `shares` from `first` on, weighted. */
function mix(shares: Coefficients, weights: Float64Array, first: number): Float64Array {
  const sums = new Float64Array(shares.columns);
  weights.forEach((weight, at) => {
    const start = (first + at) * shares.columns;
    for (let column = 0; column < shares.columns; column++) sums[column] += weight * shares.values[start + column];
  });
  return sums;
}

/** The interval of knots that holds x; the first or last one outside, and the last one for its right end. */
function spanOf({ knots, degree }: Splines, x: number): number {
  const last = knots.length - degree - 2;
  let span = degree;
  while (span < last && x >= knots[span + 1]) span++;
  return span;
}

/** The degree + 1 basis functions that are not 0 on the interval (Cox-de Boor). */
function basis({ knots, degree }: Pick<Splines, 'knots' | 'degree'>, span: number, x: number): Float64Array {
  const values = new Float64Array(degree + 1);
  values[0] = 1;
  for (let k = 1; k <= degree; k++) {
    let saved = 0;
    for (let at = 0; at < k; at++) {
      const right = knots[span + at + 1];
      const left = knots[span + at + 1 - k];
      const share = right === left ? 0 : values[at] / (right - left);
      values[at] = saved + (right - x) * share;
      saved = (x - left) * share;
    }
    values[k] = saved;
  }
  return values;
}

/** Python's `%`: the sign of the divisor. */
function modulo(x: number, divisor: number): number {
  return ((x % divisor) + divisor) % divisor;
}
