import type { Op } from '../../op.ts';
import { denseRow, eachVector } from '../../plan/old-map-vectors.ts';
import { readEnsemble } from '../../tree/read-ensemble.ts';
import { findLeaf } from '../../tree/spark-trees.ts';

/** `tree_leaves`: one number of the leaf that a row reaches, in one tree or, as a vector, in each. */
export const treeLeaves: Op = {
  name: 'tree_leaves',
  compile(context) {
    const { attributes } = context;
    const size = attributes.integer('num_features');
    const trees = readEnsemble(context.folder, attributes, 1);
    const count = trees.roots.length;
    const input = context.vectors('features', size);
    const vectorOutput = attributes.boolean('is_vector') ? context.outputVectors('output', count) : undefined;
    const output = vectorOutput === undefined ? context.outputNumbers('output') : undefined;
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
    const loop = eachVector(context, input, each, () => vectorOutput?.closeEmpty(), size);
    return (rowCount) => {
      output?.reserve(rowCount);
      vectorOutput?.reserve(rowCount);
      loop(rowCount);
    };
  },
};
