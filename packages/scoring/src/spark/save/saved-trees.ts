import { defined } from '../../util/defined.ts';
import { flattenTrees } from '../tree/flatten-trees.ts';
import type { SparkTrees } from '../tree/spark-trees.ts';
import type { TreeRecord } from '../tree/tree-record.ts';
import { describeStage } from './bad-stage.ts';
import { Cells } from './cells.ts';
import type { SavedStage } from './saved-stage.ts';

/** What the leaves of a tree are to hold. */
export interface SavedLeaves {
  readonly width: number;
  readonly values: (node: Cells, leafNumber: number) => readonly number[];
}

/** The trees of a stage: one of a decision tree, else those of an ensemble in the order of their numbers. Throws `bad_model`. */
export function savedTrees(stage: SavedStage, leaves: SavedLeaves): SparkTrees {
  const trees = readNodes(stage).map((tree) => {
    return { where: `${describeStage(stage.metadata)}, ${tree.where}`, records: toRecords(stage, tree, leaves) };
  });
  return flattenTrees(trees, { leafWidth: leaves.width, featureCount: stage.count('numFeatures') });
}

/** The nodes of one tree, in any order. */
interface TreeNodes {
  readonly where: string;
  readonly nodes: readonly Cells[];
}

/** Source: Spark `DecisionTreeModelReadWrite.NodeData`, `EnsembleModelReadWrite`. */
function readNodes(stage: SavedStage): TreeNodes[] {
  const rows = stage.cells();
  if (stage.kind.startsWith('DecisionTree')) return [{ where: 'data', nodes: rows }];
  const trees = new Map<number, Cells[]>();
  for (const row of rows) {
    const number = row.number('treeID');
    const node = new Cells(stage, row.object('nodeData'));
    const known = trees.get(number);
    if (known === undefined) trees.set(number, [node]);
    else known.push(node);
  }
  const inOrder = [...trees].sort(([a], [b]) => a - b);
  return inOrder.map(([number, nodes]) => ({ where: `tree ${number}`, nodes }));
}

/** The weight of each tree, 1 where the file has none. */
export function readTreeWeights(stage: SavedStage): Float64Array {
  const rows = stage.cells('treesMetadata').map((cell) => ({
    number: cell.number(cell.has('treeID') ? 'treeID' : '_1'),
    weight: cell.has('weights') ? cell.number('weights') : cell.has('_3') ? cell.number('_3') : 1,
  }));
  return Float64Array.from(
    rows.sort((a, b) => a.number - b.number),
    (row) => row.weight,
  );
}

/** Nodes by their numbers, as pre-order records: a walk of our own, since rows may come in any order and lie. */
function toRecords(stage: SavedStage, { where, nodes }: TreeNodes, { values }: SavedLeaves): TreeRecord[] {
  const byId = new Map(nodes.map((node) => [node.number('id'), node]));
  const records: TreeRecord[] = [];
  const open = [0];
  let leaves = 0;
  while (open.length > 0) {
    const id = defined(open.pop());
    const node = byId.get(id);
    if (node === undefined) throw stage.bad(`${where}: there is no node ${id}, or it is the child of two`);
    byId.delete(id);
    const left = node.number('leftChild');
    if (left < 0) {
      records.push({ kind: 'leaf', values: values(node, leaves++) });
      continue;
    }
    records.push(toSplit(stage, new Cells(stage, node.object('split'))));
    open.push(node.number('rightChild'), left);
  }
  if (byId.size > 0) throw stage.bad(`${where}: ${byId.size} nodes have no parent`);
  return records;
}

/** A categorical split keeps the smaller side: what is in neither goes to the other. Source: Spark `CategoricalSplit`. */
function toSplit(stage: SavedStage, split: Cells): TreeRecord {
  const feature = split.number('featureIndex');
  const left = split.numbers('leftCategoriesOrThreshold');
  const count = split.number('numCategories');
  if (count < 0) return { kind: 'continuous', feature, threshold: left[0] ?? Number.NaN };
  if (count > 1_000_000) throw stage.bad(`has a split over ${count} categories`);
  const isLeft = left.length <= Math.trunc(count / 2);
  const members = new Set(left);
  const right = Array.from({ length: count }, (_, category) => category).filter((category) => !members.has(category));
  return { kind: 'categorical', feature, isLeft, count, categories: isLeft ? [...left] : right };
}
