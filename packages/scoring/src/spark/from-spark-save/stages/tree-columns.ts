import { scalar, vector } from '../../../frame/data-type.ts';
import type { PlanNode } from '../../plan/plan-node.ts';
import type { Mapping } from '../../save/map-stage.ts';
import { makeNode } from '../../save/node.ts';
import { treeLeaves } from '../../ops/spark-only/tree-leaves.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { readTree, readTrees } from '../../save/tree-records.ts';
import { ensemble } from './classifier-parts.ts';

/**
 * The further columns of trees: `varianceCol` (the impurity of the leaf, of a regression tree) and `leafCol` (the number of
 * the leaf, from left to right; of an ensemble a vector of them). Source: Spark `TreeRegressorParams`, `predictLeaf`.
 */
export function treeColumns(stage: SavedStage, mapping: Mapping): PlanNode[] {
  const isTree = stage.kind.startsWith('DecisionTree');
  const isEnsemble = stage.kind.startsWith('RandomForest') || stage.kind.startsWith('GBT');
  if (!isTree && !isEnsemble) return [];
  const nodes: PlanNode[] = [];
  const variance = isTree ? stage.params.string('varianceCol', '') : '';
  if (variance !== '') {
    const trees = [readTree(stage, (node) => [node.number('impurity')])];
    nodes.push(leafNode(stage, mapping, variance, trees, false));
  }
  const leaf = stage.params.string('leafCol', '');
  if (leaf !== '') {
    const number = (_node: unknown, leafNumber: number) => [leafNumber];
    const trees = isTree ? [readTree(stage, number)] : readTrees(stage, number);
    nodes.push(leafNode(stage, mapping, leaf, trees, isEnsemble));
  }
  return nodes;
}

function leafNode(
  stage: SavedStage,
  { columns }: Mapping,
  name: string,
  trees: Parameters<typeof ensemble>[2],
  isVector: boolean,
): PlanNode {
  const attributes = { num_features: stage.count('numFeatures'), is_vector: isVector };
  const features = columns.read(stage.params.string('featuresCol', 'features'));
  const output = columns.write(name, { type: isVector ? vector(trees.length) : scalar('double') });
  return makeNode(stage, ensemble('tree_leaves', attributes, trees), { features }, { output }, treeLeaves);
}
