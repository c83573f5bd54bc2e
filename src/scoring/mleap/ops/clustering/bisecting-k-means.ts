import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { ModelFolder } from '../../bundle/model-folder.ts';
import { badBundle } from '../../bundle/bad-bundle.ts';
import { eachField, guard } from '../../bundle/protobuf-nodes.ts';
import type { Op } from '../../op.ts';
import { jsonLines, jsonNumbers, prefixed, readDoubles } from '../../tree/tree-records.ts';
import { compileClusters } from './compile-clusters.ts';
import { cosineDistance, fastSquaredDistance, rowNorm } from './fast-distance.ts';

/** One node of the tree of clusters, in pre-order; `index` is the cluster of a leaf. */
interface ClusterRecord {
  readonly index: number;
  readonly norm: number;
  readonly values: Float64Array;
  readonly childCount: number;
}

interface ClusterNode extends ClusterRecord {
  readonly children: ClusterNode[];
}

/** `bisecting_k_means`: down the tree to the nearest child each time; by the cosine only where a saved pipeline says so. Source: MLeap `BisectingKMeansModel.scala`. */
export const bisectingKMeans: Op = {
  name: 'bisecting_k_means',
  compile(context) {
    const root = buildTree(readRecords(context.folder), context.folder.path);
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
  if (first === undefined) throw badBundle(path, 'has an empty tree');
  const open = first.childCount > 0 ? [first] : [];
  for (const node of others) {
    const parent = open.at(-1);
    if (parent === undefined) throw badBundle(path, 'has nodes too many in its tree');
    if (node.values.length !== first.values.length) throw badBundle(path, 'has centres of different sizes');
    parent.children.push(node);
    if (parent.children.length === parent.childCount) open.pop();
    if (node.childCount > 0) open.push(node);
  }
  if (open.length > 0) throw badBundle(path, 'has a tree that ends too early');
  return first;
}

function readRecords(folder: ModelFolder): ClusterRecord[] {
  const path = `${folder.path}/tree`;
  if (folder.format === 'json') {
    return jsonLines(folder.file('tree.json'), path).map((line) => ({
      index: Number(line['index'] ?? 0),
      norm: Number(line['norm'] ?? 0),
      values: Float64Array.from(jsonNumbers(line['values'], path)),
      childCount: Number(line['numChildren'] ?? 0),
    }));
  }
  return prefixed(folder.file('tree.pb'), path).map((bytes) => guard(path, () => readProtobuf(bytes)));
}

/** `ml.bundle.ctree.Node`: 1 index (negatives wrap), 2 norm, 3 values, 4 num_children. */
function readProtobuf(bytes: Uint8Array): ClusterRecord {
  let index = 0;
  let norm = 0;
  let childCount = 0;
  const values: number[] = [];
  eachField(new BinaryReader(bytes), (reader, field, wire) => {
    if (field === 1) index = reader.int32();
    else if (field === 2) norm = reader.double();
    else if (field === 4) childCount = reader.int32();
    else return field === 3 && readDoubles(reader, wire, values);
    return true;
  });
  return { index, norm, values: Float64Array.from(values), childCount };
}
