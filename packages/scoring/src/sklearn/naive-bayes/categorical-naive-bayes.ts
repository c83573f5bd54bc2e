import { newMatrix } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import { type Fitted, tableOf } from '../fitted.ts';
import { bayes } from './naive-bayes.ts';

/** CategoricalNB: for each column a table of log probabilities, by class and category number. */
export function readCategoricalNaiveBayes(fitted: Fitted): Estimator {
  const tables = fitted.list('feature_log_prob_').map((item) => {
    if (!(item instanceof NdArray)) throw fitted.unknown('feature_log_prob_', 'a list of arrays');
    return tableOf(item);
  });
  const priors = fitted.doubles('class_log_prior_');
  return bayes(fitted, (table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, priors.length);
    for (let row = 0; row < rows; row++) {
      answer.values.set(priors, row * priors.length);
      for (let column = 0; column < columns; column++) {
        const category = Math.trunc(values[row * columns + column]);
        const logs = tables[column];
        if (!(category >= 0 && category < logs.columns))
          throw unknownCategory({ row, column, value: category }, logs.columns);
        for (let k = 0; k < priors.length; k++)
          answer.values[row * priors.length + k] += logs.values[k * logs.columns + category];
      }
    }
    return answer;
  });
}

function unknownCategory(cell: { row: number; column: number; value: number }, count: number): ScoringError {
  const { row, column, value } = cell;
  const text = `Row ${row + 1}, column ${column}: category ${value} is not among 0 to ${count - 1}, those the model was fitted on.`;
  return new ScoringError('invalid_value', text, cell);
}
