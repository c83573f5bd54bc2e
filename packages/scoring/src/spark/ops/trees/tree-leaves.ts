import { scalar, vector } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import { featuresPort } from '../../save/features-port.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { type SavedLeaves, savedTrees } from '../../save/saved-trees.ts';
import type { StageNode, StageScope } from '../../save/stage-form.ts';
import { findLeaf, type SparkTrees } from '../../tree/spark-trees.ts';

/** Trees whose leaves hold what is answered. */
interface TreeLeaves {
  readonly featureCount: number;
  readonly trees: SparkTrees;
  /** Whether the answer is a vector, one number a tree; else it is the first tree's. */
  readonly isVector: boolean;
}

/**
 * `tree_leaves`: one number of the leaf that a row reaches. The further columns of trees: `varianceCol` (the impurity of the leaf, of
 * a regression tree) and `leafCol` (the number of the leaf, from left to right; of an ensemble a vector of them).
 * Source: Spark `TreeRegressorParams`, `predictLeaf`.
 */
export const treeLeaves = operator<TreeLeaves>({
  op: 'tree_leaves',
  spark: {
    classes: [
      'DecisionTreeClassificationModel',
      'DecisionTreeRegressionModel',
      'GBTClassificationModel',
      'GBTRegressionModel',
      'RandomForestClassificationModel',
      'RandomForestRegressionModel',
    ],
    read: (stage, scope) => {
      const isVector = !stage.kind.startsWith('DecisionTree');
      const variance = isVector ? '' : stage.params.string('varianceCol', '');
      const leaf = stage.params.string('leafCol', '');
      return [
        ...(variance === '' ? [] : [leavesNode(stage, scope, { name: variance, isVector: false, leaves: impurities })]),
        ...(leaf === '' ? [] : [leavesNode(stage, scope, { name: leaf, isVector, leaves: numbers })]),
      ];
    },
  },
  compile({ featureCount: size, trees, isVector }, ports, context) {
    const count = trees.roots.length;
    const input = ports.vectors('features', size);
    const vectorOutput = isVector ? ports.outputVectors('output', count) : undefined;
    const output = vectorOutput === undefined ? ports.outputNumbers('output') : undefined;
    const scratch = { values: new Float64Array(0) };
    const each = (row: number) => {
      const values = denseRow(input, row, scratch);
      const leaf = (tree: number) => trees.leafValues[findLeaf(trees, trees.roots[tree], values)];
      if (vectorOutput === undefined) {
        if (output !== undefined) output.values[row] = leaf(0);
        return;
      }
      vectorOutput.room(count);
      for (let tree = 0; tree < count; tree++) vectorOutput.values[vectorOutput.length + tree] = leaf(tree);
      vectorOutput.closeDense(count);
    };
    const loop = eachVector(context, { input, size }, { each, empty: () => vectorOutput?.closeEmpty() });
    return (rowCount) => {
      output?.reserve(rowCount);
      vectorOutput?.reserve(rowCount);
      loop(rowCount);
    };
  },
});

const impurities: SavedLeaves = { width: 1, values: (node) => [node.number('impurity')] };
const numbers: SavedLeaves = { width: 1, values: (_node, leafNumber) => [leafNumber] };

/** A column that is made of leaves. */
interface LeafColumn {
  readonly name: string;
  readonly isVector: boolean;
  readonly leaves: SavedLeaves;
}

function leavesNode(
  stage: SavedStage,
  { columns }: StageScope,
  { name, isVector, leaves }: LeafColumn,
): StageNode<TreeLeaves> {
  const trees = savedTrees(stage, leaves);
  const parameters = { featureCount: stage.count('numFeatures'), trees, isVector };
  const inputs = featuresPort(stage.params, columns);
  const type = isVector ? vector(trees.roots.length) : scalar('double');
  return { parameters, inputs, outputs: { output: columns.write(name, { type }) } };
}
