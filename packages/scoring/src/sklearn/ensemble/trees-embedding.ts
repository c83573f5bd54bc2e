import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { forestRows, readForest } from '../tree/forest.ts';
import { walkForest } from '../tree/walk-forest.ts';
import { treesOf } from './random-forest.ts';

/** RandomTreesEmbedding: the leaf of each tree, one-hot. */
export function readTreesEmbedding(fitted: Fitted): Estimator {
  const forest = readForest(treesOf(fitted));
  const encode = fitted.estimator('one_hot_encoder_').transform;
  if (encode === undefined) throw fitted.unknown('one_hot_encoder_', 'an encoder');
  const { roots } = forest;
  const transform = (table: Table) => {
    const rows = forestRows(table, forest);
    const numbers = newMatrix(rows.rows, roots.length);
    walkForest(forest, rows, ({ tree, first, count, leaves, start }) => {
      // The encoder counts nodes within each tree.
      for (let row = 0; row < count; row++)
        numbers.values[(first + row) * roots.length + tree] = leaves[start + row] - roots[tree];
    });
    return encode(numbers);
  };
  return { transform };
}
