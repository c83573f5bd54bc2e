import type { DenseRows } from '../../frame/feature-rows.ts';
import { DoubleWalker } from '../../kernels/trees/double-walker.ts';
import { ObliviousPredictor } from '../../kernels/trees/oblivious-predictor.ts';
import type { FloatSplit, ObliviousTree, TreeNode } from './oblivious-tree.ts';

/** Row-major sums of all trees, `rowCount * outputCount`. */
export type SumTrees = (rows: DenseRows) => Float64Array;

/** Makes ready the trees of a model, which are symmetric or not, one like the other. */
export function sumTrees(trees: readonly (ObliviousTree | TreeNode)[], outputCount: number): SumTrees {
  const [oblivious, others]: [ObliviousTree[], TreeNode[]] = [[], []];
  for (const tree of trees) {
    if ('splits' in tree) oblivious.push(tree);
    else others.push(tree);
  }
  return others.length === 0 ? sumOblivious(oblivious, outputCount) : sumOthers(others, outputCount);
}

function sumOblivious(trees: readonly ObliviousTree[], outputCount: number): SumTrees {
  const splits = trees.flatMap((tree) => tree.splits);
  const starts = new Int32Array(trees.length + 1);
  trees.forEach((tree, at) => (starts[at + 1] = starts[at] + tree.splits.length));
  const leafValues = new Float64Array(trees.reduce((sum, tree) => sum + tree.leafValues.length, 0));
  let next = 0;
  for (const tree of trees) {
    leafValues.set(tree.leafValues, next);
    next += tree.leafValues.length;
  }
  const joined = {
    outputCount,
    starts,
    columns: Int32Array.from(splits, ({ column }) => column),
    borders: Float32Array.from(splits, ({ border }) => border),
    leafValues,
  };
  const predictor = new ObliviousPredictor(joined, missingCells(splits));
  return (rows) => predictor.sum(rows);
}

/** What a missing cell of a column is compared as: above all borders or below, as the file says of the column. */
function missingCells(splits: readonly FloatSplit[]): (column: number) => number {
  const above = new Set(splits.filter(({ isMissingAbove }) => isMissingAbove).map(({ column }) => column));
  return (column) => (above.has(column) ? Infinity : -Infinity);
}

function sumOthers(trees: readonly TreeNode[], outputCount: number): SumTrees {
  const nodes: TreeNode[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  const place = (node: TreeNode): number => {
    const at = nodes.push(node) - 1;
    if ('split' in node) {
      lefts[at] = place(node.left);
      rights[at] = place(node.right);
    }
    return at;
  };
  const roots = Int32Array.from(trees, place);
  const splits = nodes.flatMap((node) => ('split' in node ? [node.split] : []));
  const missing = missingCells(splits);
  const walker = new DoubleWalker({
    roots,
    features: Int32Array.from(nodes, (node) => ('split' in node ? node.split.column : -1)),
    thresholds: Float64Array.from(nodes, (node) => ('split' in node ? Math.fround(node.split.border) : 0)),
    lefts: Int32Array.from(nodes, (_node, at) => lefts[at] ?? 0),
    rights: Int32Array.from(nodes, (_node, at) => rights[at] ?? 0),
  });
  const missingOfSlot = Float64Array.from(walker.features, missing);
  const prepare = (value: number, slot: number) => (value === value ? Math.fround(value) : missingOfSlot[slot]);
  const values = Float64Array.from(nodes.flatMap((node) => ('split' in node ? zeros(outputCount) : [...node.values])));
  return (rows) => {
    const sums = new Float64Array(rows.rowCount * outputCount);
    walker.walk(
      rows,
      ({ first, count, leaves, start }) => {
        for (let row = 0, at = first * outputCount; row < count; row++) {
          const leaf = leaves[start + row] * outputCount;
          for (let output = 0; output < outputCount; output++) sums[at++] += values[leaf + output];
        }
      },
      prepare,
    );
    return sums;
  };
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
