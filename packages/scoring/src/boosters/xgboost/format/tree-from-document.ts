import type { TreeNodes } from '../../../kernels/trees/tree-nodes.ts';
import { defined } from '../../../util/defined.ts';
import { present } from '../../../util/present.ts';
import { badModel } from './bad-model.ts';
import type { DocumentObject } from './document-object.ts';

/** One element of `trees`; `output` is its entry of `tree_info`. Indices are checked when the ensemble is built. */
export function treeFromDocument(tree: DocumentObject, output: number): TreeNodes {
  const leftChild = tree.numbers('left_children');
  const rightChild = tree.numbers('right_children');
  const categories = categoriesOf(tree);
  const vectorSize = tree.object('tree_param').count('size_leaf_vector', 0);
  return {
    output,
    leftChild,
    rightChild,
    splitIndex: tree.numbers('split_indices'),
    condition: tree.numbers('split_conditions'),
    defaultLeft: tree.numbers('default_left'),
    ...present({ categories, leafVectors: vectorSize > 1 ? leafVectorsOf(tree, rightChild, vectorSize) : undefined }),
  };
}

/** The k-th entry of `categories_nodes` owns `categories[segments[k] .. segments[k] + sizes[k])`. */
function categoriesOf(tree: DocumentObject): ReadonlyMap<number, ArrayLike<number>> | undefined {
  const nodes = tree.numbersIfAny('categories_nodes');
  if (nodes === undefined || nodes.length === 0) return undefined;
  const values = Array.from(tree.numbers('categories'));
  const segments = tree.numbers('categories_segments');
  const sizes = tree.numbers('categories_sizes');
  const categories = new Map<number, ArrayLike<number>>();
  for (let k = 0; k < nodes.length; k++) {
    // Shorter lists than that of the nodes are refused as well: NaN is in no range.
    const [start, size] = [segments[k] ?? Number.NaN, sizes[k] ?? Number.NaN];
    const end = start + size;
    if (!(start >= 0 && size >= 0 && end <= values.length)) {
      throw badModel(`has a categorical split (node ${nodes[k]}) whose categories lie outside the list`);
    }
    categories.set(defined(nodes[k]), values.slice(start, end));
  }
  return categories;
}

/** Until 3.1 a leaf's vector stands in `base_weights` at its node; from 3.2 on in `leaf_weights` at the leaf's ordinal. */
function leafVectorsOf(
  tree: DocumentObject,
  rightChild: ArrayLike<number>,
  size: number,
): TreeNodes['leafVectors'] & object {
  if (tree.has('leaf_weights')) {
    return { values: tree.numbers('leaf_weights'), startOf: (node) => defined(rightChild[node]) * size };
  }
  return { values: tree.numbers('base_weights'), startOf: (node) => node * size };
}
