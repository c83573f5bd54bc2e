import { NdArray } from '../../pickle/numpy/nd-array.ts';
import type { Fitted } from '../fitted.ts';

/** How much each column counts in a fitted model: `feature_importances_` of trees, else the size of `coef_`. */
export function readImportances(model: Fitted, normOrder: number): Float64Array {
  if (model.has('tree_')) return normalized(treeImportances(model));
  if (model.has('estimators_')) return ensembleImportances(model);
  if (!model.has('coef_')) throw model.refuse('its importances are not known');
  const { rows, columns, values } = model.matrix('coef_');
  return Float64Array.from({ length: columns }, (_none, column) => {
    const cells = Array.from({ length: rows }, (_cell, row) => Math.abs(values[row * columns + column]));
    if (rows === 1) return cells[0];
    if (normOrder === Infinity) return Math.max(...cells);
    return cells.reduce((sum, x) => sum + x ** normOrder, 0) ** (1 / normOrder);
  });
}

/** Mean over trees; forests divide each tree's by its sum before, boosting only the mean. */
function ensembleImportances(model: Fitted): Float64Array {
  const trees = model.list('estimators_').map((item) => model.objectOf(item, 'estimators_'));
  const isBoosting = model.className.includes('GradientBoosting');
  const weights = model.has('estimator_weights_') ? model.doubles('estimator_weights_') : undefined;
  const parts = trees
    .filter((tree) => tree.object('tree_').number('node_count') > 1)
    .map((tree, at) => {
      const importances = treeImportances(tree);
      const own = isBoosting ? importances : normalized(importances);
      return weights === undefined ? own : own.map((value) => value * weights[at]);
    });
  const sum = new Float64Array(parts[0]?.length ?? model.columns ?? 0);
  for (const part of parts) part.forEach((value, column) => (sum[column] += value));
  return normalized(sum);
}

/** The impurity that splits on each column took away, weighted by rows. Source: `Tree.compute_feature_importances`. */
function treeImportances(owner: Fitted): Float64Array {
  const nodes = owner.object('tree_').raw('nodes');
  if (!(nodes instanceof NdArray)) throw owner.unknown('tree_', 'a tree');
  const [lefts, rights] = [nodes.field('left_child'), nodes.field('right_child')];
  const [impurities, weights] = [nodes.field('impurity'), nodes.field('weighted_n_node_samples')];
  const features = nodes.field('feature');
  const columns = owner.columns ?? owner.number('n_features_');
  owner.chargeItems(columns);
  const importances = new Float64Array(columns);
  for (let node = 0; node < lefts.length; node++) {
    if (lefts[node] === -1) continue;
    const weighted = (at: number) => weights[at] * impurities[at];
    importances[features[node]] += weighted(node) - weighted(lefts[node]) - weighted(rights[node]);
  }
  return importances.map((value) => value / weights[0]);
}

function normalized(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : values;
}
