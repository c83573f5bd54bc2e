import { inverseNormal } from '../../math/inverse-normal.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { mapColumns } from './map-columns.ts';

/** How near to an end of the range a value counts as the end (`BOUNDS_THRESHOLD`). */
const NEAR = 1e-7;

/**
 * QuantileTransformer: the place of a value among the fitted quantiles, from 0 to 1, or the normal quantile of it.
 * Interpolated from both sides and averaged, because of repeated quantiles. Source: `_transform_col`.
 */
export function readQuantileTransformer(fitted: Fitted): Estimator {
  const quantiles = fitted.matrix('quantiles_');
  const references = fitted.doubles('references_');
  if (references.length !== quantiles.rows) throw fitted.unknown('references_', 'as long as quantiles_');
  if (quantiles.columns !== (fitted.columns ?? quantiles.columns))
    throw fitted.unknown('quantiles_', 'as wide as the input');
  const isNormal = fitted.text('output_distribution', 'uniform') === 'normal';
  const columns = Array.from({ length: quantiles.columns }, (_none, column) =>
    Float64Array.from({ length: quantiles.rows }, (_value, row) => quantiles.values[row * quantiles.columns + column]),
  );
  const fallingColumns = columns.map((column) => column.map((value) => -value).reverse());
  const fallingReferences = references.map((value) => -value).reverse();
  const near = isNormal ? NEAR : 0;
  const low = inverseNormal(NEAR - 2 ** -52);
  const high = inverseNormal(1 - (NEAR - 2 ** -52));
  return mapColumns(fitted, (x, column) => {
    if (Number.isNaN(x)) return x;
    const points = columns[column];
    let place = 0.5 * (interpolate(x, points, references) - interpolate(-x, fallingColumns[column], fallingReferences));
    if (isNormal ? x + near > points[points.length - 1] : x === points[points.length - 1]) place = 1;
    if (isNormal ? x - near < points[0] : x === points[0]) place = 0;
    return isNormal ? Math.min(high, Math.max(low, inverseNormal(place))) : place;
  });
}

/** `numpy.interp`: linear between points in ascending order, constant outside. */
function interpolate(x: number, xs: Float64Array, ys: Float64Array): number {
  const last = xs.length - 1;
  if (x >= xs[last]) return ys[last];
  if (x < xs[0]) return ys[0];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  return ((ys[high] - ys[low]) / (xs[high] - xs[low])) * (x - xs[low]) + ys[low];
}
