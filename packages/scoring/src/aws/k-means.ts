import { ScoringError } from '../scoring-error.ts';
import { assertWidth, type FirstPartyModel, matrixOf } from './first-party-model.ts';
import { readNdArrays } from './read-ndarrays.ts';

/**
 * K-means: the nearest centroid, of equals the first, and the Euclidean distance to it.
 * Source: a published artifact (one unnamed array, a row a centroid) with its published answers; the manual.
 */
export function loadKMeans(bytes: Uint8Array): FirstPartyModel {
  const arrays = readNdArrays(bytes);
  if (arrays.size !== 1) throw new ScoringError('bad_model', `The model has ${arrays.size} arrays instead of one.`);
  const { rows: clusters, columns, values: centroids } = matrixOf(arrays, [...arrays.keys()][0]);
  return {
    featureCount: columns,
    predict(rows) {
      assertWidth(rows, columns);
      const closest = new Float32Array(rows.rowCount);
      const distances = new Float32Array(rows.rowCount).fill(Number.POSITIVE_INFINITY);
      for (let row = 0; row < rows.rowCount; row++) {
        for (let cluster = 0; cluster < clusters; cluster++) {
          let sum = 0;
          for (let at = 0; at < columns; at++)
            sum += (Math.fround(rows.values[row * columns + at]) - centroids[cluster * columns + at]) ** 2;
          if (Math.fround(Math.sqrt(sum)) >= distances[row]) continue;
          distances[row] = Math.sqrt(sum);
          closest[row] = cluster;
        }
      }
      return [
        { key: 'closest_cluster', values: closest },
        { key: 'distance_to_cluster', values: distances },
      ];
    },
  };
}
