import { ZipEntries } from '../formats/zip-entries.ts';
import { ScoringError } from '../scoring-error.ts';
import { assertWidth, type FirstPartyModel, matrixOf } from './first-party-model.ts';
import { MAX_MODEL_BYTES, readJsonEntry } from './json-entry.ts';
import { type NdArrayValues, readNdArrays } from './read-ndarrays.ts';

/**
 * Factorization machines: bias + sum of w x + half of the sum over factors of (sum of v x)^2 - sum of (v x)^2; of a
 * classifier its sigmoid, and the label 1 above 0.5. Source: two independent public readers (a ZIP with MXNet arrays in
 * one of two layouts), the manual for the answers.
 */
export function loadFactorizationMachines(bytes: Uint8Array): FirstPartyModel {
  const zip = new ZipEntries(bytes, MAX_MODEL_BYTES);
  const { training_parameters: parameters = {} } = readJsonEntry(zip, 'meta.json') as {
    training_parameters?: { predictor_type?: string };
  };
  const arrays = readNdArrays(zip.read('params'));
  const { weights, bias, factors, rank } = partsOf(arrays);
  const features = weights.length;
  const isClassifier = parameters.predictor_type === 'binary_classifier';
  return {
    featureCount: features,
    predict(rows) {
      assertWidth(rows, features);
      const scores = Float32Array.from({ length: rows.rowCount }, (_none, row) => {
        const cells = Float64Array.from(rows.values.subarray(row * features, (row + 1) * features), Math.fround);
        const raw = bias + linear(cells, weights) + pairs(cells, factors, rank);
        return isClassifier ? 1 / (1 + Math.exp(-raw)) : raw;
      });
      const score = { key: 'score', values: scores };
      if (!isClassifier) return [score];
      return [score, { key: 'predicted_label', values: scores.map((value) => (value > 0.5 ? 1 : 0)), isWhole: true }];
    },
  };
}

interface Parts {
  readonly weights: Float64Array;
  readonly bias: number;
  /** By feature and factor. */
  readonly factors: Float64Array;
  readonly rank: number;
}

/** Trained on sparse rows: `v` by feature, `w1_weight`, `w0_weight`; on dense ones: `v` by factor, `Linear_Plus_Bias_*`. */
function partsOf(arrays: ReadonlyMap<string, NdArrayValues>): Parts {
  const find = (name: string) => arrays.get(name) ?? arrays.get(`arg:${name}`);
  const v = matrixOf(arrays, 'v');
  const weights = (find('w1_weight') ?? find('Linear_Plus_Bias_weight'))?.values;
  const bias = (find('w0_weight') ?? find('Linear_Plus_Bias_bias'))?.values;
  if (weights === undefined || bias?.length !== 1)
    throw new ScoringError('bad_model', 'The model lacks weights or a bias.');
  const isByFeature = find('w1_weight') !== undefined;
  const rank = isByFeature ? v.columns : v.rows;
  if ((isByFeature ? v.rows : v.columns) !== weights.length)
    throw new ScoringError('bad_model', 'The factors do not fit the weights.');
  const factors = isByFeature
    ? v.values
    : v.values.map((_value, at, all) => all[(at % rank) * weights.length + Math.floor(at / rank)]);
  return { weights, bias: bias[0], factors, rank };
}

const linear = (cells: Float64Array, weights: Float64Array) =>
  cells.reduce((sum, cell, at) => sum + cell * weights[at], 0);

function pairs(cells: Float64Array, factors: Float64Array, rank: number): number {
  let total = 0;
  for (let factor = 0; factor < rank; factor++) {
    let [sum, squares] = [0, 0];
    for (let at = 0; at < cells.length; at++) {
      const part = cells[at] * factors[at * rank + factor];
      sum += part;
      squares += part * part;
    }
    total += sum * sum - squares;
  }
  return total / 2;
}
