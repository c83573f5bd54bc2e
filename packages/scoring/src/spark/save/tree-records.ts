import { defined } from '../../util/defined.ts';
import type { TreeRecord } from '../model/tree-record.ts';
import { Cells } from './cells.ts';
import type { SavedStage } from './saved-stage.ts';

/** What the leaves of a tree are to hold. */
export type LeafValues = (node: Cells, leafNumber: number) => readonly number[];

/** The tree of a decision tree stage. Source: Spark `DecisionTreeModelReadWrite.NodeData`. */
export function readTree(stage: SavedStage, leafValues: LeafValues): TreeRecord[] {
  return toRecords(stage, stage.cells(), leafValues, 'data');
}

/** The trees of an ensemble in the order of their numbers. Source: Spark `EnsembleModelReadWrite`. */
export function readTrees(stage: SavedStage, leafValues: LeafValues): TreeRecord[][] {
  const trees = new Map<number, Cells[]>();
  for (const row of stage.cells()) {
    const number = row.number('treeID');
    const node = new Cells(stage, row.object('nodeData'));
    const known = trees.get(number);
    if (known === undefined) trees.set(number, [node]);
    else known.push(node);
  }
  return [...trees.keys()]
    .sort((a, b) => a - b)
    .map((number) => {
      return toRecords(stage, defined(trees.get(number)), leafValues, `tree ${number}`);
    });
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
function toRecords(stage: SavedStage, nodes: readonly Cells[], leafValues: LeafValues, where: string): TreeRecord[] {
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
      records.push({ kind: 'leaf', values: leafValues(node, leaves++) });
      continue;
    }
    records.push(toSplit(stage, new Cells(stage, node.object('split'))));
    open.push(node.number('rightChild'), left);
  }
  if (byId.size > 0) throw stage.bad(`${where}: ${byId.size} nodes are nobody's children`);
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
  return { kind: 'categorical', feature, isLeft, categories: isLeft ? [...left] : right };
}
