import { scalar, vector } from '../frame/data-type.ts';
import type { DenseRows } from '../frame/feature-rows.ts';
import { withAllCells } from '../frame/feature-rows.ts';
import { fixedVectors } from '../frame/fixed-vectors.ts';
import type { Frame } from '../frame/frame.ts';
import { denseVectors } from '../frame/vector-column.ts';
import { vectorFeatures } from '../frame/vector-features.ts';
import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { noMethod, type ScoringModel } from '../scoring-model.ts';
import type { Algorithm } from './algorithm-of.ts';
import { loadFactorizationMachines } from './factorization-machines.ts';
import type { AnswerColumn, FirstPartyModel } from './first-party-model.ts';
import { loadKMeans } from './k-means.ts';
import { loadKNearestNeighbors, type NeighborFiles } from './k-nearest-neighbors.ts';
import { loadLinearLearner } from './linear-learner.ts';
import { loadPca } from './pca.ts';

/** A model of one of AWS's own algorithms: `predict` answers a column for each member of its records. */
export interface AlgorithmModel extends ScoringModel<Frame> {
  readonly featureCount: number;
  /** Columns that are answered only where a request asks for all there is. */
  readonly verboseKeys: readonly string[];
}

const loaders: Readonly<Record<Algorithm, (bytes: Uint8Array, beside: NeighborFiles) => FirstPartyModel>> = {
  'linear-learner': loadLinearLearner,
  kmeans: loadKMeans,
  pca: loadPca,
  'factorization-machines': loadFactorizationMachines,
  knn: loadKNearestNeighbors,
};

/** The model of an algorithm in an artifact. Throws `ScoringError`. */
export function openAlgorithm(algorithm: Algorithm, files: ModelFiles): AlgorithmModel {
  const [path, bytes] = findModel(files);
  const beside = { labels: files.get(`${path}.labels`), settings: files.get(`${path}.json`) };
  const model = loaders[algorithm](bytes, beside);
  const { featureCount } = model;
  const library = `SageMaker ${algorithm}`;
  return {
    library,
    methods: ['predict'],
    featureCount,
    verboseKeys: model.verboseKeys ?? [],
    call(method, frame) {
      if (method !== 'predict') throw noMethod(library, method, ['predict']);
      return answersFrame(model.predict(denseRows(frame)), frame.rowCount);
    },
    describe: () => ({
      lines: [`${library} model`, `  features ${featureCount}`],
      details: { algorithm, featureCount },
    }),
  };
}

/** Jobs on several hosts leave a file of each; the first host's is the model. */
function findModel(files: ModelFiles): readonly [path: string, bytes: Uint8Array] {
  const found = [...files].filter(([path]) => /^model_algo-\d+$/.test(path)).sort(([a], [b]) => (a < b ? -1 : 1))[0];
  if (found === undefined)
    throw new ScoringError('bad_model', 'The archive has no file model_algo-1, which the algorithm writes.');
  return found;
}

function denseRows(frame: Frame): DenseRows {
  const rows = vectorFeatures(fixedVectors(frame), frame.rowCount);
  if (rows === undefined) throw new ScoringError('wrong_size', 'The rows are not all of one width.');
  return withAllCells(rows);
}

/** A column a key: vectors where a record has a list, whole numbers as longs. */
function answersFrame(columns: readonly AnswerColumn[], rowCount: number): Frame {
  const fields = columns.map(({ key, width, isWhole }) => ({
    name: key,
    type: width === undefined ? scalar(isWhole === true ? 'long' : 'float') : vector(width),
  }));
  const cells = columns.map(({ values, width }) =>
    width === undefined
      ? ({ kind: 'number', values: Float64Array.from(values) } as const)
      : denseVectors(Float64Array.from(values), rowCount, width),
  );
  return { schema: { fields }, columns: cells, rowCount };
}
