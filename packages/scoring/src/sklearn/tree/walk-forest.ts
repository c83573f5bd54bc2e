import type { VisitLeaves } from '../../kernels/trees/double-walker.ts';
import { present } from '../../util/present.ts';
import type { Forest } from './forest.ts';
import type { ForestRows } from './forest-rows.ts';

/** Finds the leaf of each row in each tree: block by block of rows, within a block tree by tree in order. */
export function walkForest(forest: Forest, { rows, columns, values, sparse }: ForestRows, visit: VisitLeaves): void {
  forest.walker.walk({ values, rowCount: rows, columnCount: columns, ...present({ sparse }) }, visit);
}
