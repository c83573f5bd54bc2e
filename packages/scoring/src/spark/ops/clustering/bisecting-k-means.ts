import { badModel } from '../../model/bad-model.ts';
import type { Op } from '../../op.ts';
import type { ClusterRecord } from '../../model/cluster-record.ts';
import { compileClusters } from './compile-clusters.ts';
import { cosineDistance, fastSquaredDistance, rowNorm } from './fast-distance.ts';

interface ClusterNode extends ClusterRecord {
  readonly children: ClusterNode[];
}

/** `bisecting_k_means`: down the tree to the nearest child each time; by the cosine only where a saved pipeline says so. Source: MLeap `BisectingKMeansModel.scala`. */
export const bisectingKMeans: Op = {
  name: 'bisecting_k_means',
  compile(context) {
    const root = buildTree(context.folder.clusterRecords(), context.folder.path);
    const isCosine = context.attributes.string('distance_measure', 'euclidean') === 'cosine';
    const distanceOf = isCosine ? cosineDistance : fastSquaredDistance;
    return compileClusters(context, root.values.length, (input, row) => {
      const norm = rowNorm(input, row);
      if (isCosine && norm === 0) {
        const message = 'Cosine distance is not defined for zero-length vectors.';
        context.fail(row, 'invalid_value', message, norm, input);
      }
      if (norm !== norm) context.fail(row, 'invalid_value', 'The vector has a NaN, so it has no distance', norm, input);
      let node = root;
      while (node.children.length > 0) {
        let next = node.children[0];
        let least = Infinity;
        for (const child of node.children) {
          const distance = distanceOf(input, row, norm, child.values, child.norm);
          if (distance < least) {
            least = distance;
            next = child;
          }
        }
        node = next;
      }
      return node.index;
    });
  },
};

function buildTree(records: readonly ClusterRecord[], path: string): ClusterNode {
  const [first, ...others] = records.map((record): ClusterNode => ({ ...record, children: [] }));
  if (first === undefined) throw badModel(path, 'has an empty tree');
  const open = first.childCount > 0 ? [first] : [];
  for (const node of others) {
    const parent = open.at(-1);
    if (parent === undefined) throw badModel(path, 'has nodes too many in its tree');
    if (node.values.length !== first.values.length) throw badModel(path, 'has centres of different sizes');
    parent.children.push(node);
    if (parent.children.length === parent.childCount) open.pop();
    if (node.childCount > 0) open.push(node);
  }
  if (open.length > 0) throw badModel(path, 'has a tree that ends too early');
  return first;
}
