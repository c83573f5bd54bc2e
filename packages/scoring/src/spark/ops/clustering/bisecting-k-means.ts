import { clusterLines } from '../../attributes/cluster-lines.ts';
import { operator } from '../../operator.ts';
import { savedClusters } from '../../save/saved-clusters.ts';
import type { ClusterRecord } from '../../tree/cluster-record.ts';
import { cosineDistance, fastSquaredDistance } from './center-distance.ts';
import { clusterStage, type DistanceMeasure, savedMeasure } from './cluster-stage.ts';
import { buildClusterTree } from './cluster-tree.ts';
import { type Clusters, compileClusters } from './compile-clusters.ts';
import { refusePointOfZeros, refusePointWithNaN } from './refuse-point.ts';

interface BisectingKMeans {
  /** The tree of clusters, in pre-order. */
  readonly records: readonly ClusterRecord[];
  /** No part of a bundle, where it counts as Euclid's. */
  readonly measure: DistanceMeasure;
}

/** `bisecting_k_means`: down the tree to the nearest child each time. Source: MLeap `BisectingKMeansModel.scala`. */
export const bisectingKMeans = operator<BisectingKMeans>({
  op: 'bisecting_k_means',
  bundle: { read: (_attributes, folder) => ({ records: folder.clusterRecords(), measure: 'euclidean' }) },
  write: ({ records, measure }, { refuse }) => {
    if (measure === 'cosine') throw refuse('measures the distance from clusters by Euclid alone');
    return { attributes: {}, files: { 'tree.json': clusterLines(records) } };
  },
  spark: clusterStage('BisectingKMeansModel', (stage) => ({
    records: savedClusters(stage),
    measure: savedMeasure(stage),
  })),
  compile({ records, measure }, ports, context) {
    const root = buildClusterTree(records, context.path);
    const isCosine = measure === 'cosine';
    const distanceOf = isCosine ? cosineDistance : fastSquaredDistance;
    const pick: Clusters['pick'] = (point) => {
      if (isCosine && point.norm === 0) refusePointOfZeros(context, point);
      if (Number.isNaN(point.norm)) refusePointWithNaN(context, point);
      let node = root;
      while (node.children.length > 0) {
        let next = node.children[0];
        let least = Infinity;
        for (const child of node.children) {
          const distance = distanceOf(point, child.center);
          if (distance < least) {
            least = distance;
            next = child;
          }
        }
        node = next;
      }
      return node.index;
    };
    return compileClusters({ size: root.center.values.length, pick }, ports, context);
  },
});
