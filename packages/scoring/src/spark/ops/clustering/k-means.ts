import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { type Center, centerOf, cosineDistance, fastSquaredDistance } from './center-distance.ts';
import { clusterStage, type DistanceMeasure, savedMeasure } from './cluster-stage.ts';
import { type Clusters, compileClusters } from './compile-clusters.ts';
import { refusePointOfZeros, refusePointWithNaN } from './refuse-point.ts';

interface KMeans {
  readonly centers: readonly Float64Array[];
  /** No part of a bundle, where it counts as Euclid's. */
  readonly measure: DistanceMeasure;
  /** As before Spark 3.1: a vector with a NaN is in cluster 0. */
  readonly takesNaN: boolean;
}

/**
 * `k_means`: the nearest centre, the first of equals. By the cosine a vector of zeros, which has no direction, is refused. Of a
 * bundle the measure is not known: the centres of Spark's cosine measure have the length 1, and then Euclid's nearest is the same
 * one; but Spark refuses a vector of zeros. Source: MLeap `KMeansModel.scala`, Spark 4.1 `DistanceMeasure`.
 */
export const kMeans = operator<KMeans>({
  op: 'k_means',
  bundle: {
    read: (attributes) => ({
      centers: attributes.tensors('cluster_centers'),
      measure: 'euclidean',
      takesNaN: false,
    }),
  },
  write: ({ centers }) => ({
    attributes: {
      cluster_centers: bundleValue.vectors(centers),
      num_features: bundleValue.long(centers[0]?.length ?? 0),
    },
  }),
  spark: clusterStage('KMeansModel', (stage) => {
    const rows = stage.cells().sort((a, b) => a.number('clusterIdx') - b.number('clusterIdx'));
    const centers = rows.map((row) => row.vector('clusterCenter'));
    return { centers, measure: savedMeasure(stage), takesNaN: stage.isBefore(3, 1) };
  }),
  compile({ centers, measure, takesNaN }, ports, context) {
    if (centers.length === 0) throw context.bad('has no centres');
    const size = centers[0].length;
    if (centers.some((center) => center.length !== size)) throw context.bad('has centres of different sizes');
    const measured = centers.map((values) => centerOf(values, normOf(values)));
    const pick = measure === 'cosine' ? nearestByCosine(measured, context) : nearest(measured, takesNaN, context);
    const clusters: Clusters = { size, pick };
    return compileClusters(clusters, ports, context);
  },
});

const normOf = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

function nearest(centers: readonly Center[], takesNaN: boolean, context: NodeContext): Clusters['pick'] {
  const isSpark = context.semantics === 'spark';
  const refusesNaN = isSpark && !takesNaN;
  const refusesZeros = isSpark && areDirections(centers);
  return (point) => {
    const { norm } = point;
    if (norm !== norm && refusesNaN) refusePointWithNaN(context, point);
    else if (norm === 0 && refusesZeros) refusePointOfZeros(context, point);
    let best = 0;
    let least = Infinity;
    for (let at = 0; at < centers.length; at++) {
      const away = centers[at].norm - norm;
      if (away * away >= least) continue;
      const distance = fastSquaredDistance(point, centers[at]);
      if (distance < least) {
        least = distance;
        best = at;
      }
    }
    return best;
  };
}

function nearestByCosine(centers: readonly Center[], context: NodeContext): Clusters['pick'] {
  return (point) => {
    if (!(point.norm > 0)) refusePointOfZeros(context, point);
    let best = 0;
    let least = Infinity;
    for (let at = 0; at < centers.length; at++) {
      const distance = cosineDistance(point, centers[at]);
      if (distance < least) {
        least = distance;
        best = at;
      }
    }
    return best;
  };
}

/** Whether the centres have been brought to the length 1; unit vectors along the axes can be means of encoded categories. */
function areDirections(centers: readonly Center[]): boolean {
  const areUnits = centers.every(({ norm }) => Math.abs(norm - 1) < 1e-12);
  return areUnits && centers.some(({ values }) => values.filter((value) => value !== 0).length > 1);
}
