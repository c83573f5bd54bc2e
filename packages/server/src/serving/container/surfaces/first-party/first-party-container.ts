import { availableParallelism } from 'node:os';
import { defined, present } from '@catenary/scoring/internal/values';
import {
  denseVectors,
  type FeatureRows,
  type Frame,
  type ModelFiles,
  scalar,
  ScoringError,
  vector,
  type VectorColumn,
  withAllCells,
} from '@catenary/scoring/internal/frame';
import {
  type AnswerColumn,
  type FirstPartyModel,
  loadFactorizationMachines,
  loadKMeans,
  loadLinearLearner,
  loadPca,
} from '@catenary/scoring/internal/aws';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { LoadNativeContainer, NativeContainer } from '../native-container.ts';
import { askedType } from '../asked-type.ts';
import { refusal } from '../refusal.ts';
import { adoptRows } from '../xgboost/adopt-frame.ts';
import { instanceDecoders } from './decode-instances.ts';
import { answerEncoders } from './encode-answers.ts';

/** What distinguishes the algorithms, besides their arithmetic. */
interface Algorithm {
  readonly load: (bytes: Uint8Array) => FirstPartyModel;
  /** Name of the list of records in a JSON answer. */
  readonly listName: string;
  readonly takesCsv: boolean;
  readonly answersCsv: boolean;
}

/** Image → algorithm. Source: the manual's pages on each algorithm's formats. */
const algorithms: Readonly<Record<FirstPartyAlgorithm, Algorithm>> = {
  'linear-learner': { load: loadLinearLearner, listName: 'predictions', takesCsv: true, answersCsv: false },
  kmeans: { load: loadKMeans, listName: 'predictions', takesCsv: true, answersCsv: true },
  pca: { load: loadPca, listName: 'projections', takesCsv: true, answersCsv: false },
  'factorization-machines': {
    load: loadFactorizationMachines,
    listName: 'predictions',
    takesCsv: false,
    answersCsv: false,
  },
};

export type FirstPartyAlgorithm = 'linear-learner' | 'kmeans' | 'pca' | 'factorization-machines';

/**
 * Serves a model of one of SageMaker's first-party algorithms by the manual's "common data formats for inference". What
 * the closed images say about bad requests is not published: here it is 400 with the place, 415 and 406.
 */
export function firstPartyLoader(name: FirstPartyAlgorithm): LoadNativeContainer {
  return ({ files }) => new FirstPartyContainer(algorithms[name], openFirstParty(name, files));
}

/** The model of an algorithm in an archive. Throws `ScoringError`. */
export function openFirstParty(name: FirstPartyAlgorithm, files: ModelFiles): FirstPartyModel {
  return algorithms[name].load(findModel(files));
}

/** Jobs on several hosts leave a file of each; the first host's is served. */
function findModel(files: ModelFiles): Uint8Array {
  const found = [...files].filter(([path]) => /^model_algo-\d+$/.test(path)).sort(([a], [b]) => (a < b ? -1 : 1))[0];
  if (found === undefined)
    throw new ScoringError('bad_model', 'The archive has no file model_algo-1, which the algorithm writes.');
  return found[1];
}

class FirstPartyContainer implements NativeContainer {
  readonly #algorithm: Algorithm;
  readonly #model: FirstPartyModel;

  constructor(algorithm: Algorithm, model: FirstPartyModel) {
    this.#algorithm = algorithm;
    this.#model = model;
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    const type = mediaType(request.contentType) ?? 'application/json';
    const decode = own(instanceDecoders, type);
    if (decode === undefined || (type === 'text/csv' && !this.#algorithm.takesCsv))
      return refusal(415, `Content type ${type} is not supported by this algorithm.`);
    const { values, rowCount, columnCount } = decode(request, this.#model.featureCount);
    return rowsFrame(values as Float64Array, rowCount, columnCount);
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    const rows = type === 'text/csv' && this.#algorithm.takesCsv ? adoptRows(frame) : undefined;
    if (rows === undefined) return undefined;
    const { values, rowCount, columnCount } = withAllCells(rows);
    return rowsFrame(Float64Array.from(values), rowCount, columnCount);
  }

  score(frame: Frame): Frame {
    const { rowCount } = frame;
    const { values, sizes } = frame.columns[0] as VectorColumn;
    const rows: FeatureRows = { kind: 'dense', values, rowCount, columnCount: sizes[0] ?? 0 };
    return answersFrame(this.#model.predict(rows), rowCount);
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    const type = askedType(mediaType(accept)) ?? 'application/json';
    const isWritten = Object.hasOwn(answerEncoders, type) && (type !== 'text/csv' || this.#algorithm.answersCsv);
    return isWritten ? type : undefined;
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const type = this.mediaTypeFor(accept);
    const encode = type === undefined ? undefined : own(answerEncoders, type);
    if (type === undefined || encode === undefined)
      return refusal(406, `Accept type ${mediaType(accept)} is not supported by this algorithm.`);
    const answers = { columns: answersOf(frame), rowCount: frame.rowCount, listName: this.#algorithm.listName };
    return { status: 200, body: Buffer.from(encode(answers)), contentType: type };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}

function rowsFrame(values: Float64Array, rowCount: number, columnCount: number): Frame {
  const field = { name: 'features', type: vector(columnCount) };
  return { schema: { fields: [field] }, columns: [denseVectors(values, rowCount, columnCount)], rowCount };
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

function answersOf({ schema, columns }: Frame): AnswerColumn[] {
  return columns.map((column, at) => {
    const { name: key, type } = defined(schema.fields[at]);
    const values = Float32Array.from(column.values as Float64Array);
    if (column.kind === 'vector') return { key, values, width: column.sizes[0] ?? 0 };
    return { key, values, ...present({ isWhole: type.base === 'long' ? true : undefined }) };
  });
}
