import { readFaissIndex } from '../faiss/read-index.ts';
import type { VectorIndex } from '../faiss/vector-index.ts';
import { ScoringError } from '../scoring-error.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';
import { assertWidth, type FirstPartyModel } from './first-party-model.ts';

/** Most neighbours that are asked for. */
const MAX_K = 10_000;

/** What stands beside the index. */
export interface NeighborFiles {
  readonly labels: Uint8Array | undefined;
  readonly settings: Uint8Array | undefined;
}

interface Settings {
  readonly k: number;
  readonly isClassifier: boolean;
}

/**
 * k-NN: the labels of the nearest vectors; of a classifier the most frequent one (of equals that of the nearest), of a regressor their mean.
 * Throws `unsupported_model` for a reduced dimension, whose random matrix is not published, and for normalised rows, of which the same
 * holds. Source: the manual's pages on k-NN (a Faiss index, labels as raw float32, settings as JSON that may be edited).
 */
export function loadKNearestNeighbors(bytes: Uint8Array, files: NeighborFiles): FirstPartyModel {
  const index = readFaissIndex(bytes);
  const labels = readLabels(files.labels, index.count);
  const settings = readSettings(files.settings);
  const k = Math.min(settings.k, Math.max(1, index.count));
  const { dimension } = index;
  return {
    featureCount: dimension,
    verboseKeys: ['distances', 'labels'],
    predict(rows) {
      assertWidth(rows, dimension);
      const predicted = new Float32Array(rows.rowCount);
      const [distances, found] = [padded(rows.rowCount * k), padded(rows.rowCount * k)];
      for (let row = 0; row < rows.rowCount; row++) {
        const cells = Float64Array.from(rows.values.subarray(row * dimension, (row + 1) * dimension), Math.fround);
        const own = neighborsOf(index, labels, { cells, k });
        distances.set(own.distances, row * k);
        found.set(own.labels, row * k);
        predicted[row] = settings.isClassifier ? mostFrequent(own.labels) : mean(own.labels);
      }
      return [
        { key: 'predicted_label', values: predicted },
        { key: 'distances', values: distances, width: k },
        { key: 'labels', values: found, width: k },
      ];
    },
  };
}

/** What an inverted index does not find in the lists that it looks at. */
const padded = (length: number) => new Float32Array(length).fill(Number.NaN);

function neighborsOf(index: VectorIndex, labels: Float32Array, { cells, k }: { cells: Float64Array; k: number }) {
  const { ids, distances } = index.search(cells, k);
  return {
    distances,
    labels: ids.map((id) => {
      const label = labels[id];
      if (label === undefined)
        throw new ScoringError('bad_model', `The index has a vector ${id}, of which there is no label.`);
      return label;
    }),
  };
}

function readLabels(bytes: Uint8Array | undefined, count: number): Float32Array {
  if (bytes === undefined)
    throw new ScoringError('bad_model', 'The archive has no file model_algo-1.labels beside the index.');
  if (bytes.length !== count * 4)
    throw new ScoringError(
      'bad_model',
      `The file of labels has ${bytes.length} bytes; ${count} vectors need ${count * 4}.`,
    );
  const labels = new Float32Array(count);
  new Uint8Array(labels.buffer).set(bytes);
  return labels;
}

function readSettings(bytes: Uint8Array | undefined): Settings {
  if (bytes === undefined)
    throw new ScoringError('bad_model', 'The archive has no file model_algo-1.json beside the index.');
  const { k, predictor_type: kind, dimension_reduction: reduction, normalize } = parseSettings(bytes);
  if (!Number.isSafeInteger(k) || (k as number) < 1 || (k as number) > MAX_K)
    throw new ScoringError('bad_model', `The settings have no k from 1 to ${MAX_K}.`);
  if (kind !== 'classifier' && kind !== 'regressor')
    throw new ScoringError('bad_model', 'The predictor_type of the settings is neither classifier nor regressor.');
  if (reduction !== null && reduction !== undefined)
    throw new ScoringError(
      'unsupported_model',
      'k-NN models with a dimension_reduction are not read natively: how their random matrix is made is not published.',
    );
  if (normalize !== false && normalize !== undefined && normalize !== null)
    throw new ScoringError(
      'unsupported_model',
      'k-NN models with normalize (as of the metric COSINE) are not read natively: how rows are normalised is not published.',
    );
  return { k: k as number, isClassifier: kind === 'classifier' };
}

/** JSON; the manual's own example has Python's words in it. */
function parseSettings(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const text = decodeUtf8(bytes)
      .replaceAll(/\bTrue\b/g, 'true')
      .replaceAll(/\bFalse\b/g, 'false')
      .replaceAll(/\bNone\b/g, 'null');
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ScoringError('bad_model', 'The file model_algo-1.json beside the index is no object of JSON.');
}

function mostFrequent(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return labels.find((label) => counts.get(label) === most) ?? Number.NaN;
}

function mean(labels: readonly number[]): number {
  return labels.length === 0 ? Number.NaN : labels.reduce((sum, label) => sum + label, 0) / labels.length;
}
