import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import { PickleObject } from '../../pickle/pickle-value.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { columnCount, selectColumns, type Table, toMatrix } from '../../frame/table.ts';

/** Estimators that take only finite numbers, so that their selectors do too: scikit-learn uses the tag `allow_nan`. */
const strict =
  /^(Linear|Logistic|Ridge|Lasso|Lars|ElasticNet|SGD|Perceptron|PassiveAggressive|Huber|Poisson|Gamma|Tweedie|Quantile|Bayesian|ARD|SV|NuSV|KNeighbors|RadiusNeighbors|Gaussian|Multinomial|Complement|Bernoulli|MLP|GradientBoosting|AdaBoost|QuadraticDiscriminant)/;

/** Whether a selector by an estimator takes only finite numbers. False for estimators around others. */
export function isStrict(fitted: Fitted): boolean {
  const name = ['estimator_', 'estimator'].find((attribute) => fitted.has(attribute));
  const estimator = name === undefined ? undefined : fitted.raw(name);
  return estimator instanceof PickleObject && strict.test(estimator.global.name);
}

/**
 * A transformer that keeps some columns, in order. One of finite numbers checks all of them, also those that it drops.
 */
export function keep(fitted: Fitted, mask: readonly boolean[], isFinite = true): Estimator {
  const places = mask.flatMap((isKept, place) => (isKept ? [place] : []));
  const transform = (table: Table) => {
    if (isFinite && table.kind === 'matrix') finiteMatrix(table, fitted);
    return selectColumns(columnCount(table) === mask.length ? table : toMatrix(table, mask.length), places);
  };
  if (fitted.columns !== undefined && mask.length !== fitted.columns)
    throw fitted.refuse('its scores are not as many as its columns');
  return { transform };
}

/** SelectKBest: the k highest scores; of equals the last. NaN counts as lowest. */
export function readSelectKBest(fitted: Fitted, name = 'k'): Estimator {
  const scores = cleanScores(fitted);
  if (fitted.raw(name) === 'all')
    return keep(
      fitted,
      Array.from(scores, () => true),
    );
  const order = Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  const k = fitted.number(name);
  const chosen = new Set(k === 0 ? [] : order.slice(-k));
  return keep(
    fitted,
    Array.from(scores, (_score, place) => chosen.has(place)),
  );
}

/** GenericUnivariateSelect: one of the selectors, by its mode, with `param` for its number. */
export function readGenericSelect(fitted: Fitted): Estimator {
  const mode = fitted.text('mode');
  if (mode === 'k_best') return readSelectKBest(fitted, 'param');
  if (mode === 'percentile') return readSelectPercentile(fitted, 'param');
  return selectByPValue(fitted, mode, fitted.number('param'));
}

/** SelectPercentile: scores above the percentile, and as many at it as still fit. */
export function readSelectPercentile(fitted: Fitted, name = 'percentile'): Estimator {
  const scores = cleanScores(fitted);
  const percentile = fitted.number(name);
  if (percentile === 100 || percentile === 0)
    return keep(
      fitted,
      Array.from(scores, () => percentile === 100),
    );
  const sorted = scores.slice().sort();
  const position = ((100 - percentile) / 100) * (sorted.length - 1);
  const low = Math.floor(position);
  const threshold = sorted[low] + (position - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
  let room = Math.trunc((scores.length * percentile) / 100) - scores.filter((score) => score > threshold).length;
  return keep(
    fitted,
    Array.from(scores, (score) => score > threshold || (score === threshold && room-- > 0)),
  );
}

function cleanScores(fitted: Fitted): Float64Array {
  return fitted.doubles('scores_').map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score));
}

/** SelectFpr, SelectFwe, SelectFdr: by p-values. */
export function readSelectByPValue(fitted: Fitted): Estimator {
  return selectByPValue(fitted, fitted.className.slice(-3).toLowerCase(), fitted.number('alpha'));
}

function selectByPValue(fitted: Fitted, mode: string, alpha: number): Estimator {
  const p = fitted.doubles('pvalues_');
  if (mode === 'fpr')
    return keep(
      fitted,
      Array.from(p, (value) => value < alpha),
    );
  if (mode === 'fwe')
    return keep(
      fitted,
      Array.from(p, (value) => value < alpha / p.length),
    );
  const sorted = p.slice().sort();
  const passing = sorted.filter((value, at) => value <= (alpha / p.length) * (at + 1));
  const limit = passing.length === 0 ? -1 : passing[passing.length - 1];
  return keep(
    fitted,
    Array.from(p, (value) => value <= limit),
  );
}

/** VarianceThreshold: columns whose variance in training lay above the threshold. */
export function readVarianceThreshold(fitted: Fitted): Estimator {
  const threshold = fitted.number('threshold', 0);
  return keep(
    fitted,
    Array.from(fitted.doubles('variances_'), (variance) => variance > threshold),
    false,
  );
}

/** RFE, RFECV and SequentialFeatureSelector hold the mask itself. */
export function readSupportMask(fitted: Fitted): Estimator {
  const mask = fitted.doubles(fitted.anyOf('support_'));
  const estimator = fitted.has('estimator_') ? fitted.estimator('estimator_') : undefined;
  const selector = keep(
    fitted,
    Array.from(mask, (value) => value !== 0),
    isStrict(fitted),
  );
  return estimator === undefined ? selector : through(selector, estimator);
}

/** RFE also answers by the estimator it fitted on the chosen columns. */
function through(selector: Estimator, estimator: Estimator): Estimator {
  const select = selector.transform as NonNullable<Estimator['transform']>;
  const { predict, predictProba, decisionFunction, classes } = estimator;
  return {
    transform: select,
    ...present({
      classes,
      predict: predict === undefined ? undefined : (table: Table) => predict(select(table)),
      predictProba: predictProba === undefined ? undefined : (table: Table) => predictProba(select(table)),
      decisionFunction: decisionFunction === undefined ? undefined : (table: Table) => decisionFunction(select(table)),
    }),
  };
}
