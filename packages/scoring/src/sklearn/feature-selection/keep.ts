import { rowTypes } from '../../frame/row-types.ts';
import { selectColumns } from '../../frame/select-columns.ts';
import { SparseTable } from '../../frame/sparse-table.ts';
import { columnCount, type Table, toMatrix } from '../../frame/table.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { storedCells } from '../stored-cells.ts';

/** Estimators that take only finite numbers, so that their selectors do too: scikit-learn uses the tag `allow_nan`. */
const strict =
  /^(Linear|Logistic|Ridge|Lasso|Lars|ElasticNet|SGD|Perceptron|PassiveAggressive|Huber|Poisson|Gamma|Tweedie|Quantile|Bayesian|ARD|SV|NuSV|KNeighbors|RadiusNeighbors|Gaussian|Multinomial|Complement|Bernoulli|MLP|GradientBoosting|AdaBoost|QuadraticDiscriminant)/;

/** Whether a selector by an estimator takes only finite numbers. False for estimators around others. */
export function isStrict(fitted: Fitted): boolean {
  const name = ['estimator_', 'estimator'].find((attribute) => fitted.has(attribute));
  const estimator = name === undefined ? undefined : fitted.raw(name);
  return estimator instanceof PickleObject && strict.test(estimator.global.name);
}

const isNumeric = (table: Table) => table.kind === 'matrix' || !rowTypes(table).includes(undefined);

/**
 * A transformer that keeps some columns, in order. One of finite numbers checks all of them, also those that it drops.
 */
export function keep(fitted: Fitted, mask: readonly boolean[], isFinite = true): Estimator {
  const places = mask.flatMap((isKept, place) => (isKept ? [place] : []));
  const transform = (table: Table) => {
    const stored = storedCells(table, fitted, isFinite ? 'finite' : 'missing');
    if (stored !== undefined) return selectColumns(new SparseTable(stored, columnCount(table)), places);
    if (isFinite && isNumeric(table)) finiteMatrix(table, fitted);
    return selectColumns(columnCount(table) === mask.length ? table : toMatrix(table, mask.length), places);
  };
  if (fitted.columns !== undefined && mask.length !== fitted.columns)
    throw fitted.refuse('its scores are not as many as its columns');
  return { transform, rowTypes, keepsTypes: true };
}
