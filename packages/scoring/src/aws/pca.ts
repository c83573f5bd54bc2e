import { ScoringError } from '../scoring-error.ts';
import { assertWidth, type FirstPartyModel, matrixOf } from './first-party-model.ts';
import { readNdArrays } from './read-ndarrays.ts';

/**
 * PCA: rows less the mean (where the model has one), times the components, which stand from the smallest singular value
 * to the largest. Source: a published artifact (arrays `s`, `v`, `mean`); the manual.
 */
export function loadPca(bytes: Uint8Array): FirstPartyModel {
  const arrays = readNdArrays(bytes);
  const { rows: features, columns: components, values: vectors } = matrixOf(arrays, 'v');
  const mean = arrays.get('mean')?.values ?? new Float64Array(features);
  if (mean.length !== features) throw new ScoringError('bad_model', 'The mean does not fit the components.');
  return {
    featureCount: features,
    predict(rows) {
      assertWidth(rows, features);
      const projections = new Float32Array(rows.rowCount * components);
      for (let row = 0; row < rows.rowCount; row++) {
        const sums = new Float64Array(components);
        for (let feature = 0; feature < features; feature++) {
          const centered = Math.fround(rows.values[row * features + feature]) - mean[feature];
          for (let at = 0; at < components; at++) sums[at] += centered * vectors[feature * components + at];
        }
        projections.set(sums, row * components);
      }
      return [{ key: 'projection', values: projections, width: components }];
    },
  };
}
