import { type FeatureRows, withAllCells } from '../../frame/feature-rows.ts';

export interface LinearWeights {
  readonly featureCount: number;
  readonly outputCount: number;
  /** `featureCount + 1` rows of `outputCount` weights; the last row is the bias. */
  readonly weights: Float32Array;
}

/**
 * Row-major sums, `rowCount * outputCount`: bias and start, then each present cell times its weight in column order, all
 * in float32. Missing cells and columns beyond the model's add nothing.
 * All outputs start at the same number: the library takes the first base score even where each class has its own (3.1+).
 * Source: `gblinear.cc` of XGBoost 1.7.6 (`GBLinear::Pred`).
 */
export function sumLinear(given: FeatureRows, model: LinearWeights, start: number): Float32Array {
  // A zero is a cell like any other: its weight may be infinite.
  const rows = given.kind === 'sparse' && given.absent === 0 ? withAllCells(given) : given;
  const { outputCount, featureCount, weights } = model;
  const sums = new Float32Array(rows.rowCount * outputCount);
  for (let row = 0; row < rows.rowCount; row++) {
    const at = row * outputCount;
    for (let output = 0; output < outputCount; output++) {
      sums[at + output] = weights[featureCount * outputCount + output] + start;
    }
    const first = rows.kind === 'sparse' ? rows.starts[row] : row * rows.columnCount;
    const end = rows.kind === 'sparse' ? rows.starts[row + 1] : first + rows.columnCount;
    for (let entry = first; entry < end; entry++) {
      const feature = rows.kind === 'sparse' ? rows.indices[entry] : entry - first;
      const value = Math.fround(rows.values[entry]);
      if (value !== value || feature >= featureCount) continue;
      for (let output = 0; output < outputCount; output++) {
        sums[at + output] += Math.fround(value * weights[feature * outputCount + output]);
      }
    }
  }
  return sums;
}
