import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { invert } from '../../math/invert.ts';
import { multiply } from '../../math/multiply.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { logLikelihood } from './likelihood.ts';

/** FactorAnalysis: the expected factors of a row. Source: Barber, "Bayesian Reasoning", 21.2.33; `_factor_analysis.py`. */
export function readFactorAnalysis(fitted: Fitted): Estimator {
  const components = fitted.matrix('components_');
  const { rows: factors, columns } = components;
  const means = fitted.doubles('mean_');
  const noise = fitted.doubles('noise_variance_');
  if (noise.length !== columns || means.length !== columns)
    throw fitted.unknown('noise_variance_', 'as long as the input is wide');
  const weighted = components.values.map((value, at) => value / noise[at % columns]);
  const inner = invert(
    withIdentity(multiply(weighted, turned(components), factors, columns, factors), factors),
    factors,
  );
  const projection = multiply(turned({ rows: factors, columns, values: weighted }), inner, columns, factors, factors);
  const centered = (table: Table): Matrix => {
    const matrix = finiteMatrix(table, fitted);
    return newMatrix(
      matrix.rows,
      columns,
      matrix.values.map((x, at) => x - means[at % columns]),
    );
  };
  // Woodbury: diag(1/noise) less what the factors explain.
  const explained = multiply(projection, weighted, columns, factors, columns);
  const precision = explained.map(
    (value, at) => (at % (columns + 1) === 0 ? 1 / noise[at / (columns + 1)] : 0) - value,
  );
  return {
    transform: (table) => {
      const { rows, values } = centered(table);
      return newMatrix(rows, factors, multiply(values, projection, rows, columns, factors));
    },
    scoreSamples: (table) => logLikelihood(centered(table), precision),
  };
}

/** SparsePCA: ridge regression of a row on the components. Source: `_BaseSparsePCA.transform`. */
export function readSparsePca(fitted: Fitted): Estimator {
  const components = fitted.matrix('components_');
  const { rows: count, columns } = components;
  const means = fitted.doubles('mean_');
  const ridge = fitted.number('ridge_alpha');
  const gram = multiply(components.values, turned(components), count, columns, count);
  for (let at = 0; at < count; at++) gram[at * count + at] += ridge;
  const projection = multiply(turned(components), invert(gram, count), columns, count, count);
  const transform = (table: Table) => {
    const { rows, values } = finiteMatrix(table, fitted);
    const centered = values.map((x, at) => x - means[at % columns]);
    return newMatrix(rows, count, multiply(centered, projection, rows, columns, count));
  };
  return { transform };
}

function turned({ rows, columns, values }: Coefficients): Float64Array {
  return Float64Array.from(values, (_value, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
}

function withIdentity(matrix: Float64Array, n: number): Float64Array {
  for (let at = 0; at < n; at++) matrix[at * n + at] += 1;
  return matrix;
}
