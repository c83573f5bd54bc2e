import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { type Forest, forestRows } from './forest.ts';
import { walkForest } from './walk-forest.ts';

export function averageForest(table: Table, forest: Forest): Matrix {
  const rows = forestRows(table, forest);
  const { roots, values, width } = forest;
  const answer = new Float64Array(rows.rows * width);
  walkForest(forest, rows, ({ first, count, leaves, start }) => {
    for (let row = 0, target = first * width; row < count; row++) {
      for (let at = 0, value = leaves[start + row] * width; at < width; at++) answer[target++] += values[value++];
    }
  });
  for (let at = 0; at < answer.length; at++) answer[at] /= roots.length;
  return newMatrix(rows.rows, width, answer);
}
