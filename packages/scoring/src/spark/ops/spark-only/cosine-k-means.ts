import type { Op } from '../../op.ts';
import { compileClusters } from '../clustering/compile-clusters.ts';
import { cosineDistance, rowNorm } from '../clustering/fast-distance.ts';

/** `k_means` by the cosine distance 1 - x c / |x| / |c|; a vector of length 0 has none. Source: Spark `CosineDistanceMeasure`. */
export const cosineKMeans: Op = {
  name: 'k_means',
  compile(context) {
    const centers = context.attributes.tensors('cluster_centers');
    const size = centers[0]?.length ?? 0;
    if (centers.length === 0 || centers.some((center) => center.length !== size)) {
      throw context.bad('has no centres, or centres of different sizes');
    }
    const norms = centers.map((center) => Math.sqrt(center.reduce((sum, value) => sum + value * value, 0)));
    return compileClusters(context, size, (input, row) => {
      const norm = rowNorm(input, row);
      if (!(norm > 0)) {
        const message = 'Cosine distance is not defined for zero-length vectors.';
        context.fail(row, 'invalid_value', message, norm, input);
      }
      let best = 0;
      let least = Infinity;
      for (let at = 0; at < centers.length; at++) {
        const distance = cosineDistance(input, row, norm, centers[at], norms[at]);
        if (distance < least) {
          least = distance;
          best = at;
        }
      }
      return best;
    });
  },
};
