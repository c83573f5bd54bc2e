import { availableParallelism } from 'node:os';
import { type Algorithm, type AlgorithmModel, openAlgorithm } from '@catenary/scoring/internal/aws';
import type { Frame } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { defined, present } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import { adoptVectors } from '../adopt-vectors.ts';
import { askedType } from '../asked-type.ts';
import type { LoadNativeContainer, NativeContainer } from '../native-container.ts';
import { refusal } from '../refusal.ts';
import { instanceDecoders } from './decode-instances.ts';
import { type AnswerColumn, answerEncoders } from './encode-answers.ts';

/** What distinguishes the algorithms, besides their arithmetic. */
interface Formats {
  /** Name of the list of records in a JSON answer. */
  readonly listName: string;
  readonly takesCsv: boolean;
  readonly answersCsv: boolean;
}

/** Algorithm → formats. Source: the manual's pages on each algorithm's formats. */
const formatsOf: Readonly<Record<Algorithm, Formats>> = {
  'linear-learner': { listName: 'predictions', takesCsv: true, answersCsv: false },
  kmeans: { listName: 'predictions', takesCsv: true, answersCsv: true },
  pca: { listName: 'projections', takesCsv: true, answersCsv: false },
  'factorization-machines': { listName: 'predictions', takesCsv: false, answersCsv: false },
  knn: { listName: 'predictions', takesCsv: true, answersCsv: false },
};

/**
 * Serves a model of one of SageMaker's first-party algorithms by the manual's "common data formats for inference". What
 * the closed images say about bad requests is not published: here it is 400 with the place, 415 and 406.
 */
export function firstPartyLoader(name: Algorithm): LoadNativeContainer {
  return ({ files }) => new FirstPartyContainer(formatsOf[name], openAlgorithm(name, files));
}

class FirstPartyContainer implements NativeContainer {
  readonly #formats: Formats;
  readonly #model: AlgorithmModel;

  constructor(formats: Formats, model: AlgorithmModel) {
    this.#formats = formats;
    this.#model = model;
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    const type = mediaType(request.contentType) ?? 'application/json';
    const decode = own(instanceDecoders, type);
    if (decode === undefined || (type === 'text/csv' && !this.#formats.takesCsv))
      return refusal(415, `Content type ${type} is not supported by this algorithm.`);
    return decode(request, this.#model.featureCount);
  }

  get rowWidth(): RowWidth {
    const { featureCount } = this.#model;
    return { least: featureCount, most: featureCount };
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    return mediaType(type) === 'text/csv' && this.#formats.takesCsv ? adoptVectors(frame) : undefined;
  }

  score(frame: Frame): Frame {
    return this.#model.call('predict', frame);
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    const type = askedType(mediaType(accept)) ?? 'application/json';
    const isWritten = Object.hasOwn(answerEncoders, type) && (type !== 'text/csv' || this.#formats.answersCsv);
    return isWritten ? type : undefined;
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const type = this.mediaTypeFor(accept);
    const encode = type === undefined ? undefined : own(answerEncoders, type);
    if (type === undefined || encode === undefined)
      return refusal(406, `Accept type ${mediaType(accept)} is not supported by this algorithm.`);
    const columns = answersOf(frame).filter(({ key }) => isVerbose(accept) || !this.#model.verboseKeys.includes(key));
    const answers = { columns, rowCount: frame.rowCount, listName: this.#formats.listName };
    return { status: 200, body: Buffer.from(encode(answers)), contentType: type };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}

/** `application/json; verbose=true`. */
const isVerbose = (accept: string | undefined) => /;\s*verbose\s*=\s*true\s*(?:;|$)/i.test(accept ?? '');

function answersOf({ schema, columns }: Frame): AnswerColumn[] {
  return columns.map((column, at) => {
    const { name: key, type } = defined(schema.fields[at]);
    const values = Float32Array.from(column.values as Float64Array);
    if (column.kind === 'vector') return { key, values, width: column.sizes[0] ?? 0 };
    return { key, values, ...present({ isWhole: type.base === 'long' ? true : undefined }) };
  });
}
