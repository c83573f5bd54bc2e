import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { columnCount, selectColumns, type Table, toMatrix } from '../table.ts';

/** A transformer that keeps some columns, in order. */
export function keep(fitted: Fitted, mask: readonly boolean[]): Estimator {
  const places = mask.flatMap((isKept, place) => (isKept ? [place] : []));
  const transform = (table: Table) =>
    selectColumns(columnCount(table) === mask.length ? table : toMatrix(table, mask.length), places);
  if (fitted.columns !== undefined && mask.length !== fitted.columns)
    throw fitted.refuse('its scores are not as many as its columns');
  return { transform };
}

/** SelectKBest: the k highest scores; of equals the last. NaN counts as lowest. */
export function readSelectKBest(fitted: Fitted): Estimator {
  const scores = cleanScores(fitted);
  if (fitted.raw('k') === 'all')
    return keep(
      fitted,
      Array.from(scores, () => true),
    );
  const order = Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  const k = fitted.number('k');
  const chosen = new Set(k === 0 ? [] : order.slice(-k));
  return keep(
    fitted,
    Array.from(scores, (_score, place) => chosen.has(place)),
  );
}

/** SelectPercentile: scores above the percentile, and as many at it as still fit. */
export function readSelectPercentile(fitted: Fitted): Estimator {
  const scores = cleanScores(fitted);
  const percentile = fitted.number('percentile');
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
  const p = fitted.doubles('pvalues_');
  const alpha = fitted.number('alpha');
  if (fitted.className.endsWith('SelectFpr'))
    return keep(
      fitted,
      Array.from(p, (value) => value < alpha),
    );
  if (fitted.className.endsWith('SelectFwe'))
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
  );
}

/** RFE, RFECV and SequentialFeatureSelector hold the mask itself. */
export function readSupportMask(fitted: Fitted): Estimator {
  const mask = fitted.doubles(fitted.anyOf('support_'));
  const estimator = fitted.has('estimator_') ? fitted.estimator('estimator_') : undefined;
  const selector = keep(
    fitted,
    Array.from(mask, (value) => value !== 0),
  );
  return estimator === undefined ? selector : through(selector, estimator);
}

/** RFE also answers by the estimator it fitted on the chosen columns. */
function through(selector: Estimator, estimator: Estimator): Estimator {
  const select = selector.transform as NonNullable<Estimator['transform']>;
  const { predict, predictProba, decisionFunction, classes } = estimator;
  return {
    transform: select,
    ...(classes === undefined ? {} : { classes }),
    ...(predict === undefined ? {} : { predict: (table: Table) => predict(select(table)) }),
    ...(predictProba === undefined ? {} : { predictProba: (table: Table) => predictProba(select(table)) }),
    ...(decisionFunction === undefined ? {} : { decisionFunction: (table: Table) => decisionFunction(select(table)) }),
  };
}
