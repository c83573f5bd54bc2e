import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** FeatureAgglomeration: the mean of the columns of each cluster of columns. */
export function readFeatureAgglomeration(fitted: Fitted): Estimator {
  const pooling = fitted.path('pooling_func') ?? 'numpy.mean';
  if (!/^numpy(\.\w+)*\.mean$/.test(pooling)) throw fitted.refuse(`it pools columns by ${pooling}`);
  const labels = fitted.doubles('labels_');
  const count = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  if (labels.some((label) => !(label >= 0 && Number.isInteger(label))) || count > labels.length)
    throw fitted.unknown('labels_', 'numbers of clusters');
  const sizes = new Float64Array(count);
  for (const label of labels) sizes[label]++;
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, count);
    values.forEach((value, at) => (answer.values[Math.floor(at / columns) * count + labels[at % columns]] += value));
    for (let at = 0; at < answer.values.length; at++) answer.values[at] /= sizes[at % count];
    return answer;
  };
  return { transform };
}
