import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { keep } from './keep.ts';

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
