import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readImportances } from './importances.ts';
import { isStrict, keep } from './keep.ts';

/** SelectFromModel: columns whose importance reaches the threshold, at most `max_features` of them. */
export function readSelectFromModel(fitted: Fitted): Estimator {
  const model = fitted.object(fitted.flag('prefit', false) && !fitted.has('estimator_') ? 'estimator' : 'estimator_');
  if (fitted.has('importance_getter') && fitted.raw('importance_getter') !== 'auto')
    throw fitted.refuse('its importances come from a getter');
  const importances = readImportances(model, fitted.number('norm_order', 1));
  const threshold = readThreshold(fitted, model, importances);
  const limit =
    fitted.has('max_features_') || typeof fitted.raw('max_features') === 'number'
      ? fitted.number(fitted.anyOf('max_features_', 'max_features'))
      : importances.length;
  const order = Array.from(importances.keys()).sort((a, b) => importances[b] - importances[a]);
  const best = new Set(order.slice(0, limit));
  return keep(
    fitted,
    Array.from(importances, (importance, column) => best.has(column) && importance >= threshold),
    isStrict(fitted),
  );
}

/** A number, `mean`, `median` or a multiple such as `1.25*mean`; by default 1e-5 for models that set weights to 0, else the mean. */
function readThreshold(fitted: Fitted, model: Fitted, importances: Float64Array): number {
  const given = fitted.raw('threshold');
  if (typeof given === 'number') return given;
  const isSparse =
    /^(Lasso|LassoCV|MultiTaskLasso|LassoLars)/.test(model.className) ||
    model.raw('penalty') === 'l1' ||
    (model.raw('penalty') === 'deprecated' && model.raw('l1_ratio') === 1);
  if (given === null || given === undefined) return isSparse ? 1e-5 : mean(importances);
  const match = typeof given === 'string' ? /^(?:\s*([\d.e+-]+)\s*\*)?\s*(mean|median)\s*$/.exec(given) : null;
  if (match === null) throw fitted.unknown('threshold', 'a number, mean or median');
  return Number(match[1] ?? 1) * (match[2] === 'mean' ? mean(importances) : median(importances));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
