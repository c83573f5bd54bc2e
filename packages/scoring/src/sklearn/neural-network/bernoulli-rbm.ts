import { newMatrix, type Table } from '../../frame/table.ts';
import { sigmoid } from '../../math/sigmoid.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { affineOf } from '../linear-model/affine.ts';

/** BernoulliRBM: probabilities of the hidden units. (`score_samples` flips a cell at random.) */
export function readBernoulliRbm(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('components_');
  const intercepts = fitted.doubles('intercept_hidden_');
  const transform = (table: Table) => {
    const { rows, columns, values } = affineOf(table, fitted, { coefficients, intercepts });
    return newMatrix(rows, columns, values.map(sigmoid));
  };
  return { transform };
}
