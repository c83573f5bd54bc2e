import type { Op } from '../../op.ts';
import { compileClusters } from './compile-clusters.ts';
import { fastSquaredDistance, rowNorm } from './fast-distance.ts';

/** `k_means`: the nearest centre, the first of equals; always Euclidean, as the measure is no part of a bundle. Source: MLeap `KMeansModel.scala`. */
export const kMeans: Op = {
  name: 'k_means',
  compile(context) {
    const centers = context.attributes.tensors('cluster_centers');
    if (centers.length === 0) throw context.bad('has no centres');
    const size = centers[0].length;
    if (centers.some((center) => center.length !== size)) throw context.bad('has centres of different sizes');
    const norms = centers.map((center) => Math.sqrt(center.reduce((sum, value) => sum + value * value, 0)));
    return compileClusters(context, size, (input, row) => {
      const norm = rowNorm(input, row);
      if (norm !== norm && context.semantics === 'spark') {
        context.fail(row, 'invalid_value', 'The vector has a NaN, so it has no distance', norm, input);
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
