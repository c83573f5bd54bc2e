import { newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { outliers } from '../outliers.ts';
import { type Nearest, readNearest } from './nearest.ts';

/** LocalOutlierFactor fitted for novelty: density of a row's neighbours over its own, negated. Source: `score_samples`. */
export function readLocalOutlierFactor(fitted: Fitted): Estimator {
  if (!fitted.flag('novelty', false)) throw fitted.refuse('it was not fitted with novelty=True, so it cannot predict');
  const find = readNearest(fitted);
  const count = fitted.number('n_neighbors_');
  const reach = fitted.matrix('_distances_fit_X_');
  const densities = fitted.doubles('_lrd');
  const offset = fitted.number('offset_');
  const scoreOf = ({ places, distances }: Nearest) => {
    let reachable = 0;
    let density = 0;
    places.forEach((place, at) => {
      reachable += Math.max(distances[at], reach.values[place * reach.columns + count - 1]);
      density += densities[place];
    });
    const own = 1 / (reachable / places.length + 1e-10);
    return -(density / own) / places.length;
  };
  const scoreSamples = (table: Table) => {
    const answer = newMatrix(table.rows, 1);
    find(table, count, (row, nearest) => (answer.values[row] = scoreOf(nearest)));
    return answer;
  };
  return { ...outliers(scoreSamples, offset), scoreSamples };
}
