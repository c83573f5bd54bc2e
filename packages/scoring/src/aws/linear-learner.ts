import { ZipEntries } from '../formats/zip-entries.ts';
import type { DenseRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { own } from '../util/own.ts';
import { assertWidth, type FirstPartyModel, matrixOf } from './first-party-model.ts';
import { MAX_MODEL_BYTES, readJsonEntry } from './json-entry.ts';
import { readNdArrays } from './read-ndarrays.ts';

/** The last operator of the graph → what it does to the sums of one row, in place. */
const links: Readonly<Record<string, (sums: Float64Array) => void>> = {
  LinearRegressionOutput: () => undefined,
  LogisticRegressionOutput: (sums) => sums.forEach((sum, at) => (sums[at] = 1 / (1 + Math.exp(-sum)))),
  SoftmaxOutput: softmax,
  softmax,
};

/**
 * Linear learner: sums of features times weights plus bias, through the link of the graph's last operator. A binary
 * classifier's label is 1 from its threshold on, a multi-class one's the place of the largest score. Weights hold the
 * normalisation already. Source: two published artifacts (a ZIP with MXNet arrays and JSON), the manual for the answers.
 */
export function loadLinearLearner(bytes: Uint8Array): FirstPartyModel {
  const zip = new ZipEntries(bytes, MAX_MODEL_BYTES);
  const arrays = readNdArrays(zip.read('mx-mod-0000.params'));
  const weights = matrixOf(arrays, 'fc0_weight');
  const bias = matrixOf(arrays, 'fc0_bias');
  if (bias.values.length !== weights.columns) throw new ScoringError('bad_model', 'The bias does not fit the weights.');
  const link = linkOf(readJsonEntry(zip, 'mx-mod-symbol.json'));
  const parameters = readJsonEntry(zip, 'additional-params.json');
  const { predictor_type: kind = weights.columns > 1 ? 'multiclass_classifier' : 'regressor', threshold = 0.5 } =
    parameters as { predictor_type?: string; threshold?: number | null };
  return {
    featureCount: weights.rows,
    predict(rows) {
      assertWidth(rows, weights.rows);
      const width = weights.columns;
      const scores = scoresOf(rows, { weights: weights.values, bias: bias.values }, link);
      const score = { key: 'score', values: scores };
      if (kind === 'regressor') return [score];
      const labels =
        kind === 'binary_classifier'
          ? scores.map((value) => (value >= (threshold ?? 0.5) ? 1 : 0))
          : placesOfLargest(scores, width);
      const label = { key: 'predicted_label', values: labels, isWhole: true };
      return [kind === 'binary_classifier' ? score : { ...score, width }, label];
    },
  };
}

/** Row-major weights, a row for each column of the input, and what is added to each sum. */
interface LinearMap {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** Sums in double; MXNet's are in float32 in an order that depends on the machine. */
function scoresOf(rows: DenseRows, { weights, bias }: LinearMap, link: (sums: Float64Array) => void): Float32Array {
  const width = bias.length;
  const scores = new Float32Array(rows.rowCount * width);
  for (let row = 0; row < rows.rowCount; row++) {
    const sums = Float64Array.from(bias);
    for (let column = 0; column < rows.columnCount; column++) {
      const value = Math.fround(rows.values[row * rows.columnCount + column]);
      for (let at = 0; at < width; at++) sums[at] += value * weights[column * width + at];
    }
    link(sums);
    scores.set(sums, row * width);
  }
  return scores;
}

function linkOf(symbol: unknown): (sums: Float64Array) => void {
  const { nodes, heads } = symbol as { nodes?: { op?: string }[]; heads?: number[][] };
  const op = nodes?.[heads?.[0]?.[0] ?? -1]?.op ?? '';
  const link = own(links, op);
  if (link !== undefined) return link;
  throw new ScoringError(
    'unsupported_model',
    `Linear learner models that end in the operator ${JSON.stringify(op)} are not read natively.`,
  );
}

function softmax(sums: Float64Array): void {
  const most = sums.reduce((a, b) => Math.max(a, b));
  sums.forEach((sum, at) => (sums[at] = Math.exp(sum - most)));
  const total = sums.reduce((a, b) => a + b);
  sums.forEach((sum, at) => (sums[at] = sum / total));
}

function placesOfLargest(scores: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: scores.length / width }, (_none, row) => {
    const cells = scores.subarray(row * width, (row + 1) * width);
    return cells.indexOf(cells.reduce((a, b) => Math.max(a, b)));
  });
}
