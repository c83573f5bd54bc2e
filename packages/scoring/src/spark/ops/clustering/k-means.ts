import type { Op } from '../../op.ts';
import { compileClusters } from './compile-clusters.ts';
import { fastSquaredDistance, rowNorm } from './fast-distance.ts';

/**
 * `k_means`: the nearest centre, the first of equals, by Euclid's distance, as the measure is no part of a bundle. The
 * centres of Spark's cosine measure have the length 1, and then Euclid's nearest is the same one; but Spark refuses a
 * vector of zeros, which has no direction. Source: MLeap `KMeansModel.scala`, Spark 4.1 `DistanceMeasure`.
 */
export const kMeans: Op = {
  name: 'k_means',
  compile(context) {
    const centers = context.attributes.tensors('cluster_centers');
    if (centers.length === 0) throw context.bad('has no centres');
    const size = centers[0].length;
    if (centers.some((center) => center.length !== size)) throw context.bad('has centres of different sizes');
    const norms = centers.map((center) => Math.sqrt(center.reduce((sum, value) => sum + value * value, 0)));
    const isSpark = context.semantics === 'spark';
    const refusesNaN = isSpark && !context.attributes.boolean('takes_nan', false);
    const refusesZeros = isSpark && areDirections(centers, norms);
    return compileClusters(context, size, (input, row) => {
      const norm = rowNorm(input, row);
      if (norm !== norm && refusesNaN) {
        context.fail(row, 'invalid_value', 'The vector has a NaN, so it has no distance', norm, input);
      } else if (norm === 0 && refusesZeros) {
        const message = 'Cosine distance is not defined for zero-length vectors.';
        context.fail(row, 'invalid_value', message, norm, input);
      }
      let best = 0;
      let least = Infinity;
      for (let at = 0; at < centers.length; at++) {
        const away = norms[at] - norm;
        if (away * away >= least) continue;
        const distance = fastSquaredDistance(input, row, norm, centers[at], norms[at]);
        if (distance < least) {
          least = distance;
          best = at;
        }
      }
      return best;
    });
  },
};

/** Whether the centres have been brought to the length 1; unit vectors along the axes can be means of encoded categories. */
function areDirections(centers: readonly Float64Array[], norms: readonly number[]): boolean {
  const areUnits = norms.every((norm) => Math.abs(norm - 1) < 1e-12);
  return areUnits && centers.some((center) => center.filter((value) => value !== 0).length > 1);
}
