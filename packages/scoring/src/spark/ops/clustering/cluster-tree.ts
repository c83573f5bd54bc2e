import { badModel } from '../../bad-model.ts';
import type { ClusterRecord } from '../../tree/cluster-record.ts';
import { type Center, centerOf } from './center-distance.ts';

/** A cluster with those that it was cut into. */
export interface ClusterNode {
  readonly index: number;
  readonly center: Center;
  readonly children: ClusterNode[];
}

/** A tree of clusters from its nodes in pre-order; `path` names the model in messages. Throws `bad_model`. */
export function buildClusterTree(records: readonly ClusterRecord[], path: string): ClusterNode {
  const [first, ...others] = records.map(toNode);
  if (first === undefined) throw badModel(path, 'has an empty tree');
  const open = first.childCount > 0 ? [first] : [];
  for (const node of others) {
    const parent = open.at(-1);
    if (parent === undefined) throw badModel(path, 'has nodes too many in its tree');
    if (node.center.values.length !== first.center.values.length)
      throw badModel(path, 'has centres of different sizes');
    parent.children.push(node);
    if (parent.children.length === parent.childCount) open.pop();
    if (node.childCount > 0) open.push(node);
  }
  if (open.length > 0) throw badModel(path, 'has a tree that ends too early');
  return first;
}

function toNode({ index, norm, values, childCount }: ClusterRecord): ClusterNode & { readonly childCount: number } {
  return { index, center: centerOf(values, norm), childCount, children: [] };
}
