import type { Forest } from './forest.ts';

/** Rows that pass through a tree while its nodes are in the cache. */
const BLOCK = 512;

/** Rows as the trees compare them, row-major. */
export interface ForestRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  /** Whether any cell is missing (NaN). */
  readonly hasMissing: boolean;
}

/** Told the leaves of `count` rows from row `first` on in tree number `tree`. */
export type VisitLeaves = (tree: number, first: number, count: number, leaves: Int32Array) => void;

/** Finds the leaf of each row in each tree: block by block of rows, within a block tree by tree in order. */
export function walkForest(forest: Forest, rows: ForestRows, visit: VisitLeaves): void {
  const leaves = new Int32Array(Math.min(BLOCK, rows.rows));
  for (let first = 0; first < rows.rows; first += BLOCK) {
    const count = Math.min(BLOCK, rows.rows - first);
    for (let tree = 0; tree < forest.roots.length; tree++) {
      const done = rows.hasMissing ? 0 : walkFours(forest, tree, rows, first, count, leaves);
      for (let at = done; at < count; at++) {
        leaves[at] = leafOf(forest, forest.roots[tree], rows.values, (first + at) * rows.columns);
      }
      visit(tree, first, count, leaves);
    }
  }
}

/**
 * Four rows at once, without a branch that could be guessed wrong: a step goes to `steps[4 * node + 1 + (x > threshold)]`,
 * leaves lead to themselves, and the walk ends when no row moves. Same as `leafOf` for each where nothing is missing.
 * Returns how many rows are done: `count` less what is left over of fours.
 */
function walkFours(
  forest: Forest,
  tree: number,
  rows: ForestRows,
  first: number,
  count: number,
  leaves: Int32Array,
): number {
  const { steps, thresholds } = forest;
  const { columns, values } = rows;
  const root = forest.roots[tree] * 4;
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    const a = (first + at) * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    let [i, j, k, l] = [root, root, root, root];
    for (let moved = 1; moved !== 0; ) {
      const nextI = steps[i + 1 + Number(values[a + steps[i]] > thresholds[i >> 2])];
      const nextJ = steps[j + 1 + Number(values[b + steps[j]] > thresholds[j >> 2])];
      const nextK = steps[k + 1 + Number(values[c + steps[k]] > thresholds[k >> 2])];
      const nextL = steps[l + 1 + Number(values[d + steps[l]] > thresholds[l >> 2])];
      moved = (nextI ^ i) | (nextJ ^ j) | (nextK ^ k) | (nextL ^ l);
      i = nextI;
      j = nextJ;
      k = nextK;
      l = nextL;
    }
    leaves[at] = i >> 2;
    leaves[at + 1] = j >> 2;
    leaves[at + 2] = k >> 2;
    leaves[at + 3] = l >> 2;
  }
  return at;
}

/** The leaf of a row in one tree. `start` is the row's first cell. */
export function leafOf(forest: Forest, root: number, cells: Float64Array, start: number): number {
  const { features, thresholds, lefts, rights, missingLeft } = forest;
  let node = root;
  for (let feature = features[node]; feature >= 0; feature = features[node]) {
    const value = cells[start + feature];
    if (value <= thresholds[node]) node = lefts[node];
    else if (!Number.isNaN(value)) node = rights[node];
    else node = missingLeft !== undefined && missingLeft[node] === 1 ? lefts[node] : rights[node];
  }
  return node;
}

/** For each node its column and four times its children (see `walkFours`); leaves compare column 0 and stay. */
export function packSteps(features: Int32Array, lefts: Int32Array, rights: Int32Array): Int32Array {
  const steps = new Int32Array(features.length * 4);
  for (let node = 0; node < features.length; node++) {
    const isLeaf = features[node] < 0;
    steps[node * 4] = isLeaf ? 0 : features[node];
    steps[node * 4 + 1] = (isLeaf ? node : lefts[node]) * 4;
    steps[node * 4 + 2] = (isLeaf ? node : rights[node]) * 4;
  }
  return steps;
}
