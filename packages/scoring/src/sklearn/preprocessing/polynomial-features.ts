import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

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
  let [count, factors] = [0, 0];
  for (let degree = Math.max(1, low); degree <= high; degree++) {
    const ways = chooseCount(interactionsOnly ? columns : columns + degree - 1, degree);
    count += ways;
    factors += ways * degree;
  }
  if (!(count <= MAX_TERMS)) throw fitted.refuse(`it makes more than ${MAX_TERMS} columns`);
  fitted.chargeItems(factors);
  for (let degree = Math.max(1, low); degree <= high; degree++) extend([], 0, degree);
  fitted.declareWidth(terms.length);
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
